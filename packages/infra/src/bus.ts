/// <reference path="../../../.sst/platform/config.d.ts" />
// Every event of rollcall. Other systems may subscribe too.

export const bus = new sst.aws.Bus("Bus");
