// An approved run takes its turn again.
import { resumeRun } from "@rollcall/aws/acts/resume-run";
import { RunRequest } from "@rollcall/aws/acts/run-request";
import { lambda } from "@rollcall/aws/lambda";

export const handler = lambda(RunRequest, async (request) => ({
  outcome: await resumeRun(request),
}));
