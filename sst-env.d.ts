// Written by `npm run synth -- --env-types` from the synthesized links.
import "sst";

declare module "sst" {
  export interface Resource {
    Apply: {
      arn: string;
      type: "aws.sfn/stateMachine.StateMachine";
    };
    AwaitJoiner: {
      arn: string;
      type: "aws.sfn/stateMachine.StateMachine";
    };
    Bus: {
      name: string;
      type: "sst.aws.Bus";
    };
    Ledgers: {
      name: string;
      type: "sst.aws.Bucket";
    };
    OwnRoles: {
      prefix: string;
      type: "sst.sst.Linkable";
    };
    RollCall: {
      arn: string;
      type: "aws.sfn/stateMachine.StateMachine";
    };
    Settings: {
      accessRole: string;
      approval: {
        expiryDays: number;
        share: number;
        twoPersons: boolean;
      };
      baseline: {
        config: unknown;
        guardDuty: boolean;
        standards: unknown[];
      };
      consoleLinks: unknown;
      defaultStandards: boolean;
      digest: {
        noChange: string;
        schedule: string;
        timezone: string;
      };
      healing: {
        atOnce: number;
        coolDownHours: number;
        states: {
          Absent: string;
          Deleted: string;
          Removed: string;
          Resigned: string;
        };
      };
      homeRegion: string;
      hub: {
        account: string;
      };
      management: {
        account: string;
        role: {
          externalId: string;
          name: string;
        };
      };
      memberRole: {
        externalId: string;
        name: string;
      };
      offboarding: {
        exportFindings: boolean;
        memberSide: boolean;
        undoDays: number;
      };
      pace: {
        creationAttempts: number;
        joinAttempts: number;
        roleAttempts: number;
        verifyAttempts: number;
      };
      regions: string[];
      rollCall: {
        schedule: string;
        timezone: string;
      };
      selfService: {
        config: boolean;
        expiryDays: number;
        guardDuty: boolean;
        standards: unknown[];
        templateUrl: unknown;
      };
      setupCheck: {
        holidays: unknown[];
        schedule: string;
        skipDays: string[];
        timezone: string;
      };
      slack: {
        channel: string;
        channels: {
        };
        locale: string;
      };
      trail: unknown;
      type: "sst.sst.Linkable";
    };
    SlackMessages: {
      type: "sst.aws.Queue";
      url: string;
    };
    SlackSecret: {
      name: string;
      type: "aws.secretsmanager/secret.Secret";
    };
    Table: {
      name: string;
      type: "sst.aws.Dynamo";
    };
  }
}
