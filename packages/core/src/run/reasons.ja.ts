// The Japanese texts of every outcome. Status values and API names stay as AWS writes them.
import type { FailureReason } from "../account.ts";
import type { Advice, Reason, Told } from "./outcome.ts";

const again = "その後、同じ台帳をもう一度アップロードしてください(不足分だけ処理します)。";
const later = "数分待ってから、同じ台帳をもう一度アップロードしてください(不足分だけ処理します)。";

const where = ({ region }: Told): string => (region === "all" ? "" : `(${region})`);
const flag = ({ region }: Told): string => (region === "all" ? "" : ` --region ${region}`);
const said = ({ detail }: Told): string => (detail ? ` AWS の応答: ${detail}` : "");

const creation: Record<FailureReason, Advice> = {
  ACCOUNT_LIMIT_EXCEEDED: {
    reason: "組織のアカウント数が上限に達しています。",
    next: `組織の管理アカウントで上限緩和を申請してください(us-east-1 の Service Quotas): aws service-quotas list-service-quotas --service-code organizations --region us-east-1。${again}`,
  },
  EMAIL_ALREADY_EXISTS: {
    reason: "このメールアドレスは、この組織にない AWS アカウントで使われています。",
    next: `行のメールアドレスを別のものにするか、そのアカウントの ID を書いてください。${again}`,
  },
  INVALID_ADDRESS: {
    reason: "組織の管理アカウントの住所が AWS に受け付けられません。",
    next: `組織の管理アカウントで修正してください: aws account put-contact-information。${again}`,
  },
  INVALID_EMAIL: {
    reason: "メールアドレスが AWS に受け付けられません。",
    next: `行のメールアドレスを修正してください。${again}`,
  },
  CONCURRENT_ACCOUNT_MODIFICATION: {
    reason: "このアカウントに対する別の要求が処理中でした。",
    next: `アカウントの有無を確認してください: aws organizations list-create-account-status。${again}`,
  },
  INTERNAL_FAILURE: {
    reason: "AWS 側の障害が繰り返し発生しました。",
    next: `1時間ほど待ってください。${again}`,
  },
  GOVCLOUD_ACCOUNT_ALREADY_EXISTS: {
    reason: "このメールアドレスの GovCloud アカウントがすでにあります。",
    next: `行のメールアドレスを別のものにしてください。${again}`,
  },
  MISSING_BUSINESS_VALIDATION: {
    reason: "組織の管理アカウントの事業者確認が済んでいません。",
    next: `組織の管理アカウントのコンソールで求められる確認を済ませてください。${again}`,
  },
  FAILED_BUSINESS_VALIDATION: {
    reason: "組織の管理アカウントの事業者確認が失敗しました。",
    next: `サポートに問い合わせてください: aws support create-case(またはコンソールのサポート画面)。${again}`,
  },
  PENDING_BUSINESS_VALIDATION: {
    reason: "組織の管理アカウントの事業者確認がまだ終わっていません。",
    next: `AWS の確認が終わるまで待ってください。${again}`,
  },
  UNKNOWN_BUSINESS_VALIDATION: {
    reason: "組織の管理アカウントの事業者確認で不明な問題が起きています。",
    next: `サポートに問い合わせてください: aws support create-case(またはコンソールのサポート画面)。${again}`,
  },
  INVALID_IDENTITY_FOR_BUSINESS_VALIDATION: {
    reason: "事業者確認の本人情報が正しくありません。",
    next: `組織の管理アカウントのコンソールで修正してください。${again}`,
  },
  MISSING_PAYMENT_INSTRUMENT: {
    reason: "組織の管理アカウントに支払い方法が登録されていません。",
    next: `請求コンソールの支払い設定で登録してください。${again}`,
  },
  INVALID_PAYMENT_INSTRUMENT: {
    reason: "組織の管理アカウントの支払い方法が無効です。",
    next: `請求コンソールの支払い設定で修正してください。${again}`,
  },
  UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED: {
    reason: "組織のリソースポリシーがタグに対応していません。",
    next: `内容を確認してください: aws organizations describe-resource-policy。${again}`,
  },
};

const created = (told: Told): Advice =>
  (Object.hasOwn(creation, told.detail) ? creation[told.detail as FailureReason] : undefined) ?? {
    reason: `アカウントを作成できませんでした。${said(told)}`,
    next: `要求の状況を確認してください: aws organizations list-create-account-status --states FAILED。${again}`,
  };

/** Japanese, for each reason. */
export const japanese: Record<Reason, (told: Told) => Advice> = {
  RoleRefused: (told) => ({
    reason: `アカウント ${told.account} に入れません。メンバー用ロールがないか、信頼するハブまたは ExternalId が違います。${said(told)}`,
    next: `アカウント ${told.account} で、設定の ExternalId を使ってメンバー用ロールを作成してください(docs/deploy.md): aws cloudformation deploy --stack-name rollcall-member --capabilities CAPABILITY_NAMED_IAM --template-file templates/member-role.yaml --parameter-overrides HubAccountId=HUB ExternalId=EXTERNAL_ID。${again}`,
  }),
  RegionDisabled: (told) => ({
    reason: `アカウント ${told.account} でリージョン ${told.region} が無効です。`,
    next: `有効にするか(aws account enable-region --account-id ${told.account} --region-name ${told.region})、行のリージョンから外してください。${again}`,
  }),
  OtherAdministrator: (told) => ({
    reason: `アカウント ${told.account} の Security Hub は別の管理アカウント${told.detail ? `(${told.detail})` : ""}の配下にあります${where(told)}。`,
    next: `その管理チームに解除を依頼するか、アカウント側で離脱してください: aws securityhub disassociate-from-administrator-account${flag(told)}。${again}`,
  }),
  InvitationMissing: (told) => ({
    reason: `アカウント ${told.account} にハブからの招待が届きませんでした${where(told)}。`,
    next: `${later}それでも届かないときは、アカウント側で確認してください: aws securityhub list-invitations${flag(told)}。`,
  }),
  ForeignInvitation: (told) => ({
    reason: `アカウント ${told.account} には別のハブ${told.detail ? `(${told.detail})` : ""}からの招待だけがあります${where(told)}。`,
    next: `不要なら辞退してください: aws securityhub decline-invitations --account-ids ${told.detail || "ADMINISTRATOR"}。${again}`,
  }),
  AccountSuspended: (told) => ({
    reason: `アカウント ${told.account} は停止または解約されています。`,
    next: `AWS サポートで再開するか、行の状態を「absent」にしてください。現在の状態の確認: aws organizations describe-account --account-id ${told.account}。${again}`,
  }),
  CreationFailed: created,
  CreationUnavailable: (told) => ({
    reason: `アカウント ${told.account} を作成できません。${told.detail || "設定に組織の管理アカウントがありません。"}`,
    next: `設定の「management」を書いてデプロイするか、アカウントを手動で作成して ID を行に書いてください。${again}`,
  }),
  CreationRunning: (told) => ({
    reason: `アカウント ${told.account} の作成がまだ終わっていません。`,
    next: `状況を確認してください: aws organizations list-create-account-status --states IN_PROGRESS。${again}`,
  }),
  NotPlaced: (told) => ({
    reason: `新しいアカウント ${told.account} の連携は進みますが、組織単位への移動またはタグ付けができませんでした。${said(told)}`,
    next: `今後のアカウントのために、行の ou または tags を修正してください。このアカウントについては次のコマンドを実行してください: aws organizations list-parents --child-id ${told.account}、続いて aws organizations move-account --account-id ${told.account} --source-parent-id PARENT --destination-parent-id UNIT、または aws organizations tag-resource --resource-id ${told.account} --tags Key=KEY,Value=VALUE。`,
  }),
  BaselineRefused: (told) => ({
    reason: `${told.account} のベースラインを設定する権限が rollcall にありません${where(told)}。メンバーとしての状態には影響しません。${said(told)}`,
    next: `アカウントに templates/member-role.yaml を Baseline=true で再デプロイしてください (docs/baseline.md を参照)。${again}`,
  }),
  BaselineUnfinished: (told) => ({
    reason: `${told.account} のベースラインがまだ完了していません${where(told)}。${said(told)}`,
    next: later,
  }),
  BaselineUnset: (told) => ({
    reason: `${told.account} の行に、設定にないベースラインが指定されています: ${told.detail}。`,
    next: "設定の baseline.standards または baseline.config を記入してデプロイするか、行からその語を削除してください (docs/baseline.md を参照)。その後、同じ台帳をもう一度アップロードしてください。",
  }),
  ConfigIdle: (told) => ({
    reason: `${told.account} には独自の AWS Config レコーダーがありますが、記録していません${where(told)}。レコーダーには手を加えず、セキュリティ基準の有効化を保留しています。${said(told)}`,
    next: `担当者がレコーダーを開始してください: aws configservice start-configuration-recorder --configuration-recorder-name NAME${flag(told)}。レコーダーを削除した場合は、rollcall が作成します。${again}`,
  }),
  ConfigUndelivered: (told) => ({
    reason: `${told.account} の AWS Config が配信できません${where(told)}。セキュリティ基準の有効化を保留しています。${said(told)}`,
    next: `baseline.config のバケットへの書き込みを config.amazonaws.com に許可してください (ポリシーは docs/baseline.md にあります)。${again}`,
  }),
  StandardsFailed: (told) => ({
    reason: `${told.account} で Security Hub のセキュリティ基準が有効になっていません${where(told)}。${said(told)}`,
    next: `アカウントで状態を確認してください: aws securityhub get-enabled-standards${flag(told)}。INCOMPLETE の基準は、いったん無効にしてから有効にしてください。名前は aws securityhub describe-standards で確認できます。${again}`,
  }),
  GuardDutyOff: (told) => ({
    reason: `ハブの GuardDuty が有効になっていないため、メンバーを追加できません${where(told)}。`,
    next: `ハブで有効にしてください: aws guardduty create-detector --enable${flag(told)}。組織の場合は、管理アカウントで aws guardduty enable-organization-admin-account を実行し、ハブを委任管理者にしてください。${again}`,
  }),
  GuardDutyElsewhere: (told) => ({
    reason: `${told.account} は別の GuardDuty 管理者に属しています${where(told)}${told.detail ? `: ${told.detail}` : ""}。`,
    next: `どのアカウントが管理するかを決めてください。引き継ぐ場合は、担当者が離脱します: aws guardduty disassociate-from-administrator-account --detector-id DETECTOR${flag(told)}。組織の場合は、GuardDuty の委任管理者を変更してください。${again}`,
  }),
  GuardDutyStopped: (told) => ({
    reason: `${told.account} の GuardDuty が停止されています${where(told)}。rollcall は再開しません。`,
    next: `停止した担当者に確認してください。再開するには、アカウントで aws guardduty update-detector --detector-id DETECTOR --enable${flag(told)}、またはハブで aws guardduty start-monitoring-members を実行します。${again}`,
  }),
  GuardDutyRefused: (told) => ({
    reason: `${told.account} を GuardDuty のメンバーにできません${where(told)}。${said(told)}`,
    next: `GuardDuty はメールアドレスをアカウントのものと照合します。email 列を修正し、別のメールアドレスのメンバーがハブに残っている場合は削除してください (aws guardduty delete-members${flag(told)})。${again}`,
  }),
  GuardDutyUninvited: (told) => ({
    reason: `GuardDuty の招待が ${told.account} に届いていません${where(told)}。${said(told)}`,
    next: later,
  }),
  HubNotEnabled: (told) => ({
    reason: `ハブの Security Hub が有効になっていません${where(told)}。`,
    next: `ハブで有効にしてください: aws securityhub enable-security-hub --no-enable-default-standards${flag(told)}。${again}`,
  }),
  RegionUnread: (told) => ({
    reason: `ハブのメンバー一覧を取得できなかったため${where(told)}、何も計画していません。${said(told)}`,
    next: `確認してください: aws securityhub list-members --no-only-associated${flag(told)}。${again}`,
  }),
  OrganizationUnread: (told) => ({
    reason: `組織の情報を取得できませんでした。${said(told)}`,
    next: `組織の管理アカウントのロールを確認してください(docs/deploy.md)。${again}`,
  }),
  QuotaReached: (told) => ({
    reason: `ハブの未承諾の招待が AWS の上限(1,000件)に達しています${where(told)}。`,
    next: `承諾を待つか、古い招待を取り消してください: aws securityhub delete-members --account-ids IDS${flag(told)}。${again}`,
  }),
  NotConfirmed: (told) => ({
    reason: `アカウント ${told.account} が有効(Enabled)になったことを、時間内に確認できませんでした${where(told)}。${said(told)}`,
    next: later,
  }),
  WaitsForOwner: (told) => ({
    reason: `アカウント ${told.account} の担当者による招待の承諾を待っています${where(told)}。`,
    next: `担当者には Slack で依頼済みです。ハブがメンバーと認識した時点で自動的に反映されます。参加用のスクリプトは rollcall joiner script ${told.account} で表示できます。`,
  }),
  Outside: (told) => ({
    reason: `アカウント ${told.account} はメンバーではありません${where(told)}。離脱したか、解除されたか、まだ追加されていません。`,
    next: `経緯を確認してください: rollcall timeline ${told.account}。${again}`,
  }),
  RemovalNotApproved: (told) => ({
    reason: `台帳ではアカウント ${told.account} が対象外になっています${where(told)}。承認なしに解除はしません。`,
    next: `正しければ台帳をもう一度アップロードして計画を承認するか、次を実行してください: rollcall offboard ${told.account} --yes。誤りなら行の状態かリージョンを直してください。`,
  }),
  NotRemoved: (told) => ({
    reason: `アカウント ${told.account} の解除は承認されましたが、ハブにまだ残っています${where(told)}。${said(told)}`,
    next: `状態を確認してください: aws securityhub get-members --account-ids ${told.account}${flag(told)}。その後、もう一度依頼してください: rollcall offboard ${told.account} --yes。`,
  }),
  FindingsNotExported: (told) => ({
    reason: `アカウント ${told.account} の検出結果をエクスポートできなかったため、ハブに残しています${where(told)}。${said(told)}`,
    next: `検出結果を確認してください: aws securityhub get-findings --filters '{"AwsAccountId":[{"Value":"${told.account}","Comparison":"EQUALS"}]}'${flag(told)}。その後、もう一度依頼してください: rollcall offboard ${told.account} --yes。エクスポートが不要な場合は、設定の offboarding.exportFindings を false にしてデプロイしてください。`,
  }),
  NotCreatedHere: (told) => ({
    reason: `アカウント ${told.account} は rollcall が作成したものではないため、閉鎖しません。`,
    next: `閉鎖する場合は、責任者が組織の管理アカウントで実行してください: aws organizations close-account --account-id ${told.account}。`,
  }),
  StillMember: (told) => ({
    reason: `アカウント ${told.account} はまだハブに残っているため、閉鎖していません${where(told)}。`,
    next: `先に解除を依頼し、承認を得てください: rollcall offboard ${told.account} --yes。その後、もう一度依頼してください: rollcall close-account ${told.account} --yes。`,
  }),
  OutsideOrganization: (told) => ({
    reason: `アカウント ${told.account} は組織にありません。組織を離れたか、閉鎖から90日以上たっています。`,
    next: `確認してください: aws organizations describe-account --account-id ${told.account}。組織を離れたアカウントは、そのルートユーザーがコンソールの「アカウント」から閉鎖します。`,
  }),
  ClosureQuota: (told) => ({
    reason: `アカウント ${told.account} は閉鎖していません。組織が30日間に閉鎖できる数の上限(AWS)に達しています。`,
    next: `以前の閉鎖から30日たつごとに枠が空きます。すべて空くのは${told.detail ? ` ${told.detail} ` : "30日後"}です。その後、もう一度依頼してください: rollcall close-account ${told.account} --yes。`,
  }),
  ClosureDenied: (told) => ({
    reason: `rollcall にはアカウントを閉鎖する権限がありません。${said(told)}`,
    next: `組織の管理アカウントに templates/management-role.yaml を AllowClosing=true で再デプロイしてください(docs/deploy.md)。サービスコントロールポリシーで拒否されている場合もあります。その後、もう一度依頼してください: rollcall close-account ${told.account} --yes。`,
  }),
  ClosureRefused: (told) => ({
    reason: `AWS がアカウント ${told.account} を閉鎖しませんでした。${said(told)}`,
    next: `確認してください: aws organizations describe-account --account-id ${told.account}。その後、もう一度依頼してください: rollcall close-account ${told.account} --yes。`,
  }),
  ClosureUnfinished: (told) => ({
    reason: `アカウント ${told.account} の閉鎖が時間内に完了しませんでした。${said(told)}`,
    next: `状況を確認してください: aws organizations describe-account --account-id ${told.account}。もう一度依頼すると、閉鎖済みであれば記録だけを行います: rollcall close-account ${told.account} --yes。`,
  }),
  MemberSideLeft: (told) => ({
    reason: `アカウント ${told.account} はハブから外れましたが、アカウント内の設定を停止できませんでした${where(told)}。${said(told)}`,
    next: `アカウント ${told.account} で実行してください: aws securityhub disable-security-hub${flag(told)}。GuardDuty からも離脱してください: aws guardduty disassociate-from-administrator-account --detector-id DETECTOR${flag(told)}。担当プロジェクトに任せても構いません。`,
  }),
  UnknownStatus: (told) => ({
    reason: `AWS が未知の状態${told.detail ? `(${told.detail})` : ""}を返したため、何もしていません${where(told)}。`,
    next: `確認してください: aws securityhub get-members --account-ids ${told.account}${flag(told)}。`,
  }),
  CentralConfiguration: (told) => ({
    reason: `アカウント ${told.account} は中央設定(CENTRAL)で管理されています${where(told)}。`,
    next: `設定ポリシーを関連付けてください: aws securityhub start-configuration-policy-association --configuration-policy-identifier POLICY --target AccountId=${told.account}。`,
  }),
  ManagementAccount: (told) => ({
    reason: `${told.account} は組織の管理アカウントのため、外から有効にできません。`,
    next: `そのアカウントで有効にしてください: aws securityhub enable-security-hub --no-enable-default-standards${flag(told)}。${again}`,
  }),
  NoSuchAccount: (told) => ({
    reason: `アカウント ${told.account} は AWS に存在しません。`,
    next: `行の ID を直してください(組織の一覧: aws organizations list-accounts)。${again}`,
  }),
  NamedTwice: (told) => ({
    reason: `台帳にアカウント ${told.account} が重複しています(${told.detail})。`,
    next: "1アカウント1行にしてから、台帳をもう一度アップロードしてください。",
  }),
  Refused: (told) => ({
    reason: `アカウント ${told.account} の処理を AWS が拒否しました${where(told)}。${said(told)}`,
    next: `確認してください: aws securityhub get-members --account-ids ${told.account}${flag(told)}。${again}`,
  }),
  Throttled: (told) => ({
    reason: `AWS の流量制限が続き、時間内に終わりませんでした${where(told)}。`,
    next: later,
  }),
  Unexpected: (told) => ({
    reason: `アカウント ${told.account} で想定外の問題が起きました${where(told)}。${said(told)}`,
    next: `実行のメッセージから実行履歴を開き、失敗したステップを確認してください。${again}`,
  }),
};
