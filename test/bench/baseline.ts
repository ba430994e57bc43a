// Onboards an estate as published scripts do: one account after another, one Region after another, one account a call.
// In a process of its own: `node baseline.ts 100x17 SEED ACCOUNTS`. Prints JSON.
import { AccountClient, ListRegionsCommand } from "@aws-sdk/client-account";
import {
  AcceptAdministratorInvitationCommand,
  CreateMembersCommand,
  EnableSecurityHubCommand,
  InviteMembersCommand,
  ListInvitationsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { startSandbox } from "@rollcall/sandbox";
import { hub, role } from "../end-to-end/world.ts";
import { delayCalls } from "./latency.ts";
import { Meter } from "./meter.ts";
import { accountsOf, estateOf, regionsOf, type Size, sizeOf } from "./size.ts";
import { stopwatch } from "./stopwatch.ts";

/** awslabs/aws-securityhub-multiaccount-scripts sleeps so long for each account and Region before it looks for the invitation. */
const PAUSE = 5_000;

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What the scripts took. */
export type Baseline = Awaited<ReturnType<typeof baseline>>;

/** Brings `accounts` of an estate in, one after another. Seconds of the sandbox's clock, and real ones. */
export async function baseline(size: Size, seed: number, accounts: number) {
  const sandbox = await startSandbox({ estate: estateOf(size), seed, stands: true });
  const { clock } = sandbox.world;
  delayCalls(sandbox);
  const meter = new Meter(sandbox);
  const elapsed = stopwatch();
  const begun = clock.now();
  const as = (credentials: Credentials, region: string) => ({
    endpoint: sandbox.endpoint,
    region,
    credentials,
  });
  const own = { accessKeyId: hub, secretAccessKey: "bench" };
  const hubs = new Map(
    regionsOf(size).map((region) => [region, new SecurityHubClient(as(own, region))]),
  );
  const sts = new STSClient(as(own, "us-east-1"));
  try {
    for (const id of accountsOf(size).slice(0, accounts)) {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${id}:role/${role.name}`,
          RoleSessionName: "baseline",
          ExternalId: role.externalId,
        }),
      );
      const credentials = {
        accessKeyId: given!.AccessKeyId!,
        secretAccessKey: given!.SecretAccessKey!,
        sessionToken: given!.SessionToken!,
      };
      await new AccountClient(as(credentials, "us-east-1")).send(new ListRegionsCommand({}));
      for (const [region, client] of hubs) {
        const AccountDetails = [{ AccountId: id, Email: `aws+${id}@example.com` }];
        await client.send(new CreateMembersCommand({ AccountDetails }));
        await client.send(new InviteMembersCommand({ AccountIds: [id] }));
        const member = new SecurityHubClient(as(credentials, region));
        await member.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
        const InvitationId = await invitation(member, () => clock.sleep(PAUSE));
        await member.send(
          new AcceptAdministratorInvitationCommand({ AdministratorId: hub, InvitationId }),
        );
        member.destroy();
      }
    }
    return {
      accounts,
      calls: meter.calls,
      seconds: (meter.lastAt - begun) / 1_000,
      ...elapsed(),
    };
  } finally {
    await sandbox.stop();
  }
}

/** Sleeps, and looks for the invitation, until it is there. */
async function invitation(member: SecurityHubClient, pause: () => Promise<void>): Promise<string> {
  for (;;) {
    await pause();
    const { Invitations = [] } = await member.send(new ListInvitationsCommand({}));
    if (Invitations[0]) return Invitations[0].InvitationId!;
  }
}

const [size, seed, accounts] = process.argv.slice(2);
if (import.meta.main)
  process.stdout.write(
    JSON.stringify(await baseline(sizeOf(size!)!, Number(seed), Number(accounts))),
  );
