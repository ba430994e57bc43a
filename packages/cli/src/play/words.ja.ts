import { count } from "@rollcall/core/locale";
import type { ScenarioName } from "./scenarios.ts";
import type { PlayWords } from "./words.ts";

const scenario: Record<ScenarioName, string> = {
  leave: "メンバーが1つのリージョンでハブから離脱します",
  "leave-everywhere": "メンバーがすべてのリージョンで離脱します",
  "leave-and-return": "メンバーが離脱し、すぐに招待を再び承認します",
  return: "離脱したメンバーが招待を再び承認します",
  decline: "招待中のアカウントが辞退します (--account: 先に招待します)",
  "be-removed": "ハブがメンバーの関連付けを解除します",
  "be-removed-and-return": "ハブが解除したメンバーを再び招待し、メンバーが承認します",
  "be-deleted": "ハブがメンバーを解除し、記録を削除します",
  suspend: "管理アカウントがメンバーのアカウントを閉鎖します",
  "leave-organization": "管理アカウントがメンバーを組織から外します",
  "close-region": "メンバーがオプトインリージョンを無効にします",
  "close-hub-region": "ハブ自身がオプトインリージョンを無効にします",
  "disable-hub": "メンバーが1つのリージョンでSecurity Hubを無効にします",
  "join-another-hub": "メンバーが離脱し、別の管理アカウントに参加します (--other)",
  "join-unasked": "台帳にないアカウントがメンバーになります (--account)",
  "mass-leave": "1つのリージョンで全員が離脱します (--count まで)",
};

/** Japanese: です・ます; API names and states stay as AWS writes them. */
export const japanese: PlayWords = {
  scenario,
  about: ({ accounts, regions }) =>
    [
      accounts.length === 1 ? accounts[0] : `${count(accounts.length)}アカウント`,
      regions.length > 0 && (regions.length === 1 ? regions[0] : `${regions.length}リージョン`),
    ]
      .filter(Boolean)
      .join("、"),
  byHand: "手動で行う場合:",
  more: (number) => `… 同様の呼び出しがほか${count(number)}回`,
  calls: (number) => `呼び出し ${count(number)}回`,
  unknown: (name, names) =>
    `シナリオ ${name} はありません。次の中から選んでください: ${names.join(", ")}`,
  noSandbox: (endpoint) =>
    `${endpoint} はサンドボックスではありません。サンドボックスは http://127.0.0.1:4566 のようなこのマシンのアドレスです`,
  unreachable: (endpoint) =>
    `${endpoint} でサンドボックスが応答しません。npm run sandbox で起動するか、--endpoint でアドレスを指定してください`,
  nobody: (state, region) =>
    `${region} に ${state} のアカウントがありません。--account で指定するか、先に台帳を適用してください (npm start でサンプルを適用します)`,
  noManagement:
    "エステートに管理アカウントがありません。管理アカウントのあるエステートで起動してください (--estate)",
  noOptIn:
    "ハブのリージョンはいずれも無効にできません。オプトインリージョン (ap-east-1 など) のあるエステートで起動してください (docs/sandbox.md)",
  noInvitation: (account, region, from) =>
    `${from} からの招待が ${region} の ${account} に届いていません`,
};
