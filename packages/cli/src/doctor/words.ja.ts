import { count } from "@rollcall/core/locale";
import { fixes } from "./fixes.ts";
import type { DoctorWords } from "./words.ts";

const accountOf = (url: string) => url.split("/").at(-2) ?? "";

/** Japanese: です・ます; names of resources and states stay as AWS writes them. */
export const japanese: DoctorWords = {
  heading: (stage, account, region) => `rollcall ${stage} (${account}、${region})`,
  healthy: "問題はありません。",
  problems: (number) => `対応が必要な項目が${number}件あります。`,
  noCredentials: (reason) =>
    `AWSの認証情報を確認できません: ${reason}。ハブアカウントの認証情報をAWS_PROFILEまたはAWS_ACCESS_KEY_IDに設定し、aws sts get-caller-identity で確認してください`,
  noAnswer: (reason) => `AWSに接続できません: ${reason}`,
  checks: {
    record: "デプロイ",
    table: "テーブル",
    bucket: "台帳バケット",
    queues: "キュー",
    functions: "関数",
    mappings: "イベントソース",
    machines: "ステートマシン",
    trail: "CloudTrailのイベント",
    slack: "Slack",
    management: "管理アカウント",
    hub: "Security Hub",
    way: "参加方法",
    lease: "リース",
    executions: "過去1日の実行",
    outbox: "過去1日のSlackメッセージ",
  },
  advice: {
    "record-missing": ({ parameter, region }, about) => ({
      what: `${region} にパラメータ ${parameter} がありません。このアカウントとリージョンにはデプロイされていないか、古い版でデプロイされています`,
      fix: `--stage と --region を確認するか、デプロイしてください: ${fixes.deploy(about)}`,
    }),
    "record-unreadable": ({ parameter, error }, about) => ({
      what: `パラメータ ${parameter} がこの版の形式ではありません: ${error}`,
      fix: fixes.deploy(about),
    }),
    "wrong-account": ({ account, hub }) => ({
      what: `このステージのハブは ${hub} ですが、認証情報は ${account} のものです`,
      fix: `${hub} の認証情報を使ってください`,
    }),
    "table-missing": ({ table }, about) => ({
      what: `テーブル ${table} がありません。記録されたメンバーと実行も失われています`,
      fix: `バックアップから復元するか、空のテーブルを作成してください: ${fixes.redeploy(about)}`,
    }),
    "table-inactive": ({ table, status }) => ({
      what: `テーブル ${table} がACTIVEではなく ${status} です`,
      fix: "しばらく待ってから再度確認してください。ARCHIVEDやINACCESSIBLE_ENCRYPTION_CREDENTIALSの場合は暗号鍵を元に戻してください",
    }),
    "stream-off": ({ table }, about) => ({
      what: `テーブル ${table} のストリームが無効です。Slackには何も通知されません`,
      fix: fixes.redeploy(about),
    }),
    "recovery-off": ({ table }, about) => ({
      what: `テーブル ${table} のポイントインタイムリカバリが無効です`,
      fix: fixes.recovery(table, about),
    }),
    "bucket-missing": ({ bucket }, about) => ({
      what: `バケット ${bucket} がありません`,
      fix: fixes.redeploy(about),
    }),
    "versioning-off": ({ bucket }) => ({
      what: `バケット ${bucket} のバージョニングが無効です。どの台帳を適用したかを証明できません`,
      fix: fixes.versioning(bucket),
    }),
    "encryption-off": ({ bucket }) => ({
      what: `バケット ${bucket} が暗号化されていません`,
      fix: fixes.encryption(bucket),
    }),
    "public-access-open": ({ bucket, open }) => ({
      what: `バケット ${bucket} のパブリックアクセスがブロックされていません: ${open.join(", ")}`,
      fix: fixes.privacy(bucket),
    }),
    "notification-missing": ({ bucket, startRun }, about) => ({
      what: `バケット ${bucket} の ledgers/ から ${startRun} への通知がありません。アップロードしても何も始まりません`,
      fix: fixes.redeploy(about),
    }),
    "queue-missing": ({ queue }, about) => ({
      what: `キュー ${queue} がありません`,
      fix: fixes.redeploy(about),
    }),
    "dead-letters": ({ queue, url, count: number, redrivable }, about) => ({
      what: `処理できなかったメッセージが ${queue} に${count(number)}件あります`,
      fix: [
        `内容を読む: ${fixes.peek(url, about)}`,
        redrivable
          ? `原因を直してから再送する: ${fixes.redrive(queue, accountOf(url), about)}`
          : `原因を直し、記載された台帳をもう一度アップロードしてから削除する: ${fixes.purge(url, about)}`,
      ].join("\n"),
    }),
    "function-missing": ({ function: name }, about) => ({
      what: `関数 ${name} がありません`,
      fix: fixes.redeploy(about),
    }),
    "function-inactive": ({ function: name, state, reason }, about) => ({
      what: `関数 ${name} の状態が ${state} です: ${reason}`,
      fix: fixes.deploy(about),
    }),
    "update-failed": ({ function: name, status, reason }, about) => ({
      what: `関数 ${name} の最後の更新が ${status} です: ${reason}`,
      fix: fixes.deploy(about),
    }),
    "mapping-missing": ({ source, function: name }, about) => ({
      what: `${source} を関数 ${name} に渡すイベントソースマッピングがありません`,
      fix: fixes.redeploy(about),
    }),
    "mapping-off": ({ source, function: name, uuid, state }, about) => ({
      what: `${source} が関数 ${name} に届きません。イベントソースマッピングが ${state} です`,
      fix: fixes.enableMapping(uuid, about),
    }),
    "machine-missing": ({ machine }, about) => ({
      what: `ステートマシン ${machine} がありません`,
      fix: fixes.redeploy(about),
    }),
    "machine-inactive": ({ machine, status }, about) => ({
      what: `ステートマシン ${machine} が ${status} です`,
      fix: fixes.redeploy(about),
    }),
    "machine-changed": ({ machine }, about) => ({
      what: `${machine} の定義がデプロイ時のものと異なります。手動で変更されています`,
      fix: fixes.redeploy(about),
    }),
    "trail-missing": ({ bus }, about) => ({
      what: `イベントバス ${bus} がありません。誰が行ったかを記録できず、離脱は次の点呼まで分かりません`,
      fix: fixes.redeploy(about),
    }),
    "trail-closed": ({ bus }, about) => ({
      what: `設定では他のアカウントからの送信を許可していますが、イベントバス ${bus} にポリシーがありません`,
      fix: fixes.redeploy(about),
    }),
    "secret-missing": ({ secret }, about) => ({
      what: `シークレット ${secret} がないか、削除予定です`,
      fix: `aws secretsmanager restore-secret --secret-id ${secret} --region ${about.region} || ${fixes.redeploy(about)}`,
    }),
    "secret-empty": ({ secret }, about) => ({
      what: `シークレット ${secret} に値がありません。Slackに投稿できません`,
      fix: fixes.putSecret(secret, about),
    }),
    "token-refused": ({ secret, error }, about) => ({
      what: `${secret} のトークンがSlackに拒否されました: ${error}`,
      fix: `アプリのボットトークン (api.slack.com/apps の OAuth & Permissions) を設定してください: ${fixes.putSecret(secret, about)}`,
    }),
    "slack-unreachable": ({ error }) => ({
      what: `Slackから応答がありません: ${error}`,
      fix: "slack.com に接続できるネットワークから再度実行してください",
    }),
    "scopes-missing": ({ missing }) => ({
      what: `Slackアプリに次のスコープがありません: ${missing.join(", ")}`,
      fix: "api.slack.com/apps の OAuth & Permissions で追加し、アプリを再インストールしてください",
    }),
    "management-refused": ({ account, role, error }) => ({
      what: `管理アカウント ${account} のロール ${role} を引き受けられません: ${error}`,
      fix: "設定のExternalIdで templates/management-role.yaml をそのアカウントにデプロイしてください (docs/deploy.md §3)",
    }),
    "organization-refused": ({ account, error }) => ({
      what: `${account} でOrganizationsが応答しません: ${error}`,
      fix: "templates/management-role.yaml を更新してください。管理アカウントでない場合は設定を直してください",
    }),
    "hub-off": ({ region }) => ({
      what: `${region} でSecurity Hubが有効になっていません。このリージョンではメンバーにできません`,
      fix: fixes.enableHub(region),
    }),
    "region-off": ({ region }) => ({
      what: `ハブで ${region} が有効になっていません`,
      fix: `${fixes.enableRegion(region)}\n${fixes.enableHub(region)}`,
    }),
    central: ({ regions }) => ({
      what: `${regions.join(", ")} のメンバーは中央設定で管理されています。rollcallは何も変更しません`,
      fix: "設定からこれらのリージョンを除くか、ローカル設定に変更してください: aws securityhub update-organization-configuration",
    }),
    "lease-expired": ({ holder, until, execution }, about) => ({
      what: `実行 ${holder} のリースは ${until} に切れましたが、まだ実行中です。次の台帳が並行して始まります`,
      fix: fixes.history(execution, about),
    }),
    "lease-orphaned": ({ holder, until, status, table }, about) => ({
      what: `実行 ${holder} は ${status} ですが、リースを保持したままです。${until} まで次の台帳は適用されません`,
      fix: fixes.dropLease(table, about),
    }),
    "run-failed": ({ machine, run, execution, at, error }, about) => ({
      what: `${machine} の実行 ${run} が ${at} に失敗しました: ${error}`,
      fix: `${fixes.history(execution, about)}\n原因を直してから台帳をもう一度アップロードしてください。続きから再開します`,
    }),
    "message-failed": ({ message, channel, error }) => ({
      what: `${channel} への ${message} がSlackに拒否されました: ${error}`,
      fix: `ボットを ${channel} に招待するか (/invite @rollcall)、設定の slack.channel を直してください`,
    }),
    "messages-wait": ({ count: number, since }) => ({
      what: `${since} からSlackに届いていないメッセージが${count(number)}件あります`,
      fix: "上のSlackの項目を確認してください。待っているメッセージは点呼のたびに自動で再送されます (docs/slack.md)",
    }),
    "not-permitted": ({ error }) => ({
      what: `この認証情報には参照する権限がありません: ${error}`,
      fix: "ReadOnlyAccessに加えて、管理ロールの引き受けとシークレットの読み取りができるロールを使ってください",
    }),
    unanswered: ({ error }) => ({
      what: `確認できませんでした: ${error}`,
      fix: "もう一度実行してください",
    }),
  },
  notes: {
    named: ({ name }) => name,
    counted: ({ count: number }) => `${count(number)}件`,
    scopes: ({ team, scopes }) => `${team}: ${scopes.join(", ")}`,
    "no-mentions": ({ scope }) => `${scope} がないため、リマインドで担当者をメンションできません`,
    "no-management": () => "設定なし(アカウントは作成できません)",
    organization: ({ account, id }) => `${account}、組織 ${id}`,
    way: ({ way, regions }) =>
      `${way === "organization" ? "組織(ハブは委任管理者です)" : "招待(ハブは委任管理者ではありません)"}: ${regions}リージョン`,
    lease: ({ holder, until }) => `${holder}(${until} まで)`,
    "no-trail": () =>
      "ハブのイベントのみ受け取ります。他のアカウントの設定は docs/deploy.md §6 をご覧ください",
    "no-lease": () => "空き",
  },
};
