import type { Language } from "./texts.ts";

const again =
  "そのあと、このスクリプトをもう一度実行してください。足りないものだけが実行されます。";

/** Japanese. */
export const japanese: Language = {
  texts: {
    usage: `使い方: {0} [--dry-run] [--regions 一覧] [--wait 秒] [--lang en|ja] [--help]

アカウント {1} を、アカウント {2} の Security Hub のメンバーにします。アカウント {1} の
AWS CloudShell で実行してください。何度実行しても、足りないものだけが実行されます。

  --dry-run       何も変更せず、行うことだけを表示します
  --regions 一覧  これらのリージョンだけを対象にします (コンマ区切り)
  --wait 秒       まだ届いていない招待を待つ時間です (60)
  --lang en|ja    表示する言語です

終了コード: 0 すべて完了、1 残りあり、2 開始せず (使い方、認証情報、アカウント違い)、
130 中断`,
    region: "Region",
    acting: "{0} として実行します。",
    beginning: "アカウント {0} を {1} の Security Hub に参加させます ({2} リージョン)。",
    dryRun: "ドライランです。何も変更しません。",
    noRegions: "--regions にリージョンがありません。このスクリプトの対象は次のとおりです: {0}",
    unknownRegion:
      "リージョン「{0}」はこのスクリプトの対象ではありません。対象は次のとおりです: {1}",
    noValue: "{0} には値が必要です。オプションは --help で表示されます。",
    unknownOption: "「{0}」というオプションはありません。オプションは --help で表示されます。",
    unknownLanguage: "「{0}」という言語はありません。en か ja を指定してください。",
    badWait: "--wait には秒数を整数で指定してください (指定された値: 「{0}」)。",
    noAws:
      "AWS CLI が見つかりません。AWS CLI がある AWS CloudShell で実行するか、バージョン 2 をインストールしてください: https://docs.aws.amazon.com/cli/",
    oldAws: "注意: これは {0} です。このスクリプトは AWS CLI バージョン 2 用です。",
    wrongAccount:
      "この認証情報はアカウント {0} ({1}) のものですが、このスクリプトはアカウント {2} 用です。何も実行していません。アカウント {2} にサインインし、そこの CloudShell で実行してください。",
    badCredentials:
      "この認証情報は AWS に受け付けられません。何も実行していません。新しい CloudShell を開くか、もう一度サインインしてください。AWS の応答: {0}",
    noCredentials:
      "認証情報がありません。AWS CloudShell で実行するか、先に AWS CLI でサインインしてください (aws sso login または aws configure)。",
    expired: `認証情報の有効期限が切れています。新しい CloudShell を開くか、もう一度サインインしてください。${again}`,
    denied: `{1} で {0} が許可されていません。アカウントの管理者にこの権限を依頼するか、管理者として実行してください。${again} AWS の応答: {2}`,
    regionOff: `このアカウントではリージョン {0} が無効です。有効にするか (aws account enable-region --region-name {0})、アカウント {1} では使わないことをハブの担当者に伝えてください。${again}`,
    throttled: `{0} で AWS の呼び出し制限が続いています。数分待ってください。${again}`,
    unavailable: `{0} で AWS 側のエラーが続いています。数分待ってください。${again} AWS の応答: {1}`,
    network: `{0} の AWS に接続できません。ネットワークとプロキシを確認するか、AWS CloudShell を使ってください。${again}`,
    unexpected: `{1} で {0} が失敗しました。この行をハブの担当者に見せてください。AWS の応答: {2}`,
    wouldEnable:
      "Security Hub と基準を有効にし、ハブの招待が届いていれば承諾します (ドライランのため未実行です)。",
    enabled: "Security Hub を有効にしました。",
    wouldStandards: "基準を {0} 件有効にします (ドライランのため未実行です)。",
    standardsOn: "有効にした基準: {0} 件。",
    otherAdministrator: `ここではアカウント {0} が Security Hub の管理者です。管理者は 1 つだけです。{2} に変える場合は、{0} の担当者と合意してから aws securityhub disassociate-from-administrator-account --region {1} を実行してください。${again}`,
    foreign: "ほかのアカウントからの招待には触れません: {0}。",
    noInvitation: `{1} には {0} からの招待がまだ届いていません。ハブの担当者に連絡するか、1 時間ほど待ってください。${again}`,
    wouldAccept: "{0} の招待を承諾します (ドライランのため未実行です)。",
    accepted: "{0} の招待を承諾しました。",
    configUnprepared:
      "AWS Config を有効にしていません。ロールまたはバケットを作成できませんでした (理由は別のリージョンの行にあります)。",
    configLeft: "Config レコーダー「{0}」はそのままにします。",
    wouldConfig: "AWS Config を有効にします (ドライランのため未実行です)。",
    configOn: "AWS Config を有効にしました。",
    wouldDetector: "GuardDuty を有効にします (ドライランのため未実行です)。",
    detectorOn: "GuardDuty を有効にしました。",
    detectorOther: "ここではアカウント {0} が GuardDuty の管理者です。そのままにします。",
    wouldAcceptDetector: "{0} の GuardDuty の招待を承諾します (ドライランのため未実行です)。",
    detectorAccepted: "{0} の GuardDuty の招待を承諾しました。",
    interrupted: "中断します。実行中の呼び出しが終わるのを待っています …",
    brokenOff: `中断しました。{1} リージョンのうち {0} が完了していません。${again}`,
    notDone: `{1} リージョンのうち {0} が完了していません。対処は上の行にあります。${again}`,
    dryDone: "問題はありません。--dry-run を付けずにもう一度実行してください。",
    allDone: "{0} リージョンですべて完了しました。ハブの担当者には 1 時間以内に自動で伝わります。",
  },
  words: {
    done: "完了",
    already: "設定済み",
    would: "実行予定",
    none: "-",
    left: "変更なし",
    waiting: "招待なし",
    other: "別のハブ",
    off: "無効",
    failed: "失敗",
    stopped: "未実行",
  },
  heads: { hub: "メンバー", standards: "基準", config: "Config", guardduty: "GuardDuty" },
};
