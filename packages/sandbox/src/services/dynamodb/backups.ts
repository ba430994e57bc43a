// Continuous backups as a setting: there is nothing to restore from.
import { AwsError, type Context, type Handlers } from "../../wire/service.ts";
import type { TableRecord } from "./schema.ts";
import type { Tables } from "./tables.ts";
import type { Request } from "./write.ts";

/** How far back a table can be restored, unless the caller asks for less (API reference). */
const PERIOD_DAYS = 35;

function described({ recoverySince }: TableRecord, now: number) {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription:
        recoverySince === undefined
          ? { PointInTimeRecoveryStatus: "DISABLED" }
          : {
              PointInTimeRecoveryStatus: "ENABLED",
              RecoveryPeriodInDays: PERIOD_DAYS,
              EarliestRestorableDateTime: new Date(
                Math.max(recoverySince, now - PERIOD_DAYS * 86_400_000),
              ),
              LatestRestorableDateTime: new Date(now),
            },
    },
  };
}

/** Operations on point-in-time recovery. */
export function backups(tables: Tables): Handlers {
  const named = (request: Request, context: Context) => {
    const table = tables.get(context, request.TableName);
    if (!table)
      throw new AwsError("TableNotFoundException", `Table not found: ${request.TableName}`);
    return table.record;
  };
  const now = () => tables.world.clock.now();
  return {
    DescribeContinuousBackups: (request, context) => described(named(request, context), now()),
    UpdateContinuousBackups(request, context) {
      const { recoverySince: since = now(), ...rest } = named(request, context);
      const on = request.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
      const record = on ? { ...rest, recoverySince: since } : rest;
      tables.save(record);
      return described(record, now());
    },
  };
}
