// Ledgers that come back: the result of a run beside the user's own columns, one of a refused ledger, and the
// ledger of a hub that exists already. Each can be uploaded as it is.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { OutboxEntry } from "@rollcall/aws/table/outbox";
import { cellsOf } from "@rollcall/aws/workbook";
import { additionsOf } from "@rollcall/core/plan";

import { AwsError, type GateHook } from "@rollcall/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rollcall } from "../cli/command.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "ap-northeast-1"];
const members = ids(12345678901, 6);
const [closed, foreign, refused, invited, away] = ids(400000000001, 5) as string[];
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-workbooks-"));

const estate = {
  hub: { account: hub, regions },
  management,
  accounts: [
    ...members.map((id) => account(id)),
    account(closed!),
    account(foreign!, { organization: false }),
    account(refused!, { role: null }),
    account(invited!, { role: null }),
    account(away!),
  ],
};

let world: World;
beforeAll(async () => {
  world = await startWorld(estate, "ja");
});
afterAll(async () => {
  await world?.stop();
  fs.rmSync(directory, { recursive: true });
});

/** A run's result, as bytes and as cells. */
async function resultOf(run: string) {
  const bytes = await world.bytes(`runs/${run}/result.xlsx`);
  const { cells, problems, warnings } = await cellsOf(bytes, "result.xlsx");
  expect([...problems, ...warnings]).toEqual([]);
  // It stands in the thread of its run.
  const told = await world.item<OutboxEntry>(`OUTBOX#run/${run}/result`, "OUTBOX");
  expect(told).toMatchObject({ sent: 1, revision: 1, parent: `run/${run}` });
  // Under a name of its own, also where it is downloaded.
  const { name } = JSON.parse(told!.content) as { name: string };
  const { ContentDisposition } = await world.asHub<{ ContentDisposition: string }>(
    "s3",
    "HeadObject",
    { Bucket: world.link("Ledgers").name, Key: `runs/${run}/result.xlsx` },
  );
  expect(ContentDisposition).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  return { bytes, cells, name };
}

const mutating =
  /:(Create|Invite|Delete|Disassociate|Accept|Decline|Enable|Disable|Update|Put|Close)/;

describe("the result of a run", () => {
  const ledger = [
    "お客様台帳,,,",
    "アカウントID,アカウント名,管理番号,リージョン",
    `${Number(members[0])},本番,007,all`,
    `${members[1]},=1+1,@x,us-east-1`,
    `${refused},拒否,,all`,
    "合計,,3,",
  ].join("\r\n");

  it("is the ledger with each row's outcome, in Japanese, and can be uploaded again as it is", async () => {
    const first = await world.apply(`\ufeff${ledger}`, "台帳.csv");
    expect(first.status).toBe("attention");
    const { bytes, cells, name } = await resultOf(first.run);
    expect(name).toMatch(/^台帳-\d{4}-\d\d-\d\d-[0-9a-f]{6}-result\.xlsx$/);
    expect(cells[0]).toEqual(["お客様台帳"]);
    expect(cells[1]).toEqual([
      "アカウントID",
      "アカウント名",
      "管理番号",
      "リージョン",
      "rollcall: 結果",
      "rollcall: 問題",
      "rollcall: 次の操作",
      ...regions.map((region) => `rollcall: ${region}`),
    ]);
    const enabled = "有効 (Enabled)";
    expect(cells[2]?.slice(0, 5)).toEqual([members[0], "本番", "007", "all", `2/2 ${enabled}`]);
    expect(cells[3]).toEqual([
      members[1],
      "=1+1",
      "@x",
      "us-east-1",
      `1/1 ${enabled}`,
      null,
      null,
      enabled,
    ]);
    expect(cells[4]?.[4]).toBe(`0/2 ${enabled}`);
    expect(cells[4]?.[6]).toContain("aws cloudformation deploy");
    expect(cells[5]?.slice(0, 3)).toEqual(["合計", null, 3]);

    const again = await world.apply(bytes, name);
    expect(again.rows).toEqual(first.rows);
    expect(again.problems.map(({ code }) => code)).toEqual(["NoteRow"]);
    expect(again.plan).toMatchObject({ creations: [], removals: [] });
    // Only what was missing is tried again, and the second result looks like the first.
    expect(new Set(additionsOf(again.plan!).map((one) => one.accountId))).toEqual(
      new Set([refused]),
    );
    const second = await resultOf(again.run);
    expect(second.cells[1]).toEqual(cells[1]);
    expect(second.name).toMatch(/^台帳-\d{4}-\d\d-\d\d-[0-9a-f]{6}-result\.xlsx$/);
    expect(second.name).not.toBe(name);
  });

  it("tells every problem in its row where the ledger was refused (D57)", async () => {
    const wrong = await world.apply(`アカウントID,メモ\n${members[0]},a\n12345,b\n`, "誤り.csv");
    expect(wrong.status).toBe("rejected");
    const { cells } = await resultOf(wrong.run);
    expect(cells[1]).toEqual([members[0], "a", "未適用"]);
    expect(cells[2]?.slice(0, 3)).toEqual([12345, "b", "エラー"]);
    expect(cells[2]?.[3]).toMatch(/^アカウントID \(A\): .*桁/);
    expect(cells[2]?.[4]).toMatch(/記入/);
  });
});

describe("adopt", () => {
  const adopt = async (output: string, ...more: string[]) =>
    rollcall(
      [
        "adopt",
        "--endpoint",
        world.sandbox.endpoint,
        "--output",
        path.join(directory, output),
        ...more,
      ],
      { AWS_ACCESS_KEY_ID: hub },
    );

  it("writes the ledger that describes a hub, and applying it plans nothing (D80)", async () => {
    // By hand, as it is found elsewhere: a closed account, one of another organization, an open invitation.
    const rows = [closed, foreign, away].map((id) => ({ account_id: id! }));
    await world.apply(
      [...members, ...rows.map((one) => one.account_id)].map((id) => ({ account_id: id })),
    );
    await world.asHub("securityhub", "CreateMembers", {
      AccountDetails: [{ AccountId: invited }],
    });
    await world.asHub("securityhub", "InviteMembers", { AccountIds: [invited] });
    await world.as(away!)("securityhub", "DisassociateFromAdministratorAccount");
    await world.as(management.account)("organizations", "CloseAccount", { AccountId: closed });
    await world.sleep(30_000);

    const mark = world.sandbox.calls.mark();
    const told = await adopt("adopted.xlsx", "--json");
    expect(told).toMatchObject({ code: 0 });
    const called = world.sandbox.calls.since(mark).map((one) => `${one.service}:${one.operation}`);
    expect(called.filter((one) => mutating.test(one))).toEqual([]);
    const document = JSON.parse(told.stdout);
    const codesOf = (id?: string) =>
      document.contradictions
        .filter((one: { accountId: string }) => one.accountId === id)
        .map((one: { code: string }) => one.code);
    expect(codesOf(closed)).toEqual(["Suspended"]);
    expect(codesOf(foreign)).toEqual(["NotInOrganization"]);
    expect(codesOf(invited)).toEqual(["Pending", "SomeRegions"]);
    expect(codesOf(away)).toEqual(["Resigned"]);
    expect(codesOf(refused)).toEqual(["Pending"]);

    const bytes = fs.readFileSync(path.join(directory, "adopted.xlsx"));
    const { cells } = await cellsOf(bytes, "adopted.xlsx");
    const rowOf = (id?: string) => cells.find((row) => row[0] === id);
    expect(rowOf(members[0])?.slice(0, 6)).toEqual([
      members[0],
      `Account ${members[0]}`,
      `aws+${members[0]}@example.com`,
      "all",
      "role",
      "member",
    ]);
    expect(rowOf(invited)?.slice(3, 5)).toEqual(["us-east-1", "self-service"]);
    expect(rowOf(away)?.[3]).toBe("ap-northeast-1");

    const applied = await world.apply(bytes, "adopted.xlsx");
    expect(applied.problems).toEqual([]);
    expect(applied.plan).toMatchObject({ creations: [], waves: [], removals: [] });
    expect(Object.keys(applied.calls).filter((one) => mutating.test(one))).toEqual([]);
  });

  it("writes nothing rather than a ledger that leaves out a Region, and nothing over a file", async () => {
    const gate: GateHook = ({ service, operation, region }) => {
      if (service === "securityhub" && operation === "ListMembers" && region === "ap-northeast-1")
        throw new AwsError("AccessDeniedException", "not today", { status: 403 });
    };
    world.sandbox.gates.push(gate);
    const [unread, taken, odd] = await Promise.all([
      adopt("unread.xlsx", "--lang", "ja"),
      adopt("adopted.xlsx"),
      adopt("adopted.csv"),
    ]);
    world.sandbox.gates.pop();
    expect(unread.code).toBe(5);
    expect(unread.stdout).toContain("ap-northeast-1 を取得できませんでした");
    expect(fs.existsSync(path.join(directory, "unread.xlsx"))).toBe(false);
    expect(taken).toMatchObject({ code: 2, stdout: "" });
    expect(taken.stderr).toContain("exists already");
    expect(odd).toMatchObject({ code: 2, stdout: "" });
  });
});
