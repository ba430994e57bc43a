// How people write the names of the columns. English, Japanese, and what AWS's own console exports.

/** The columns that rollcall knows. */
export type Column =
  | "account_id"
  | "account_name"
  | "email"
  | "project"
  | "customer"
  | "owner_email"
  | "slack_channel"
  | "regions"
  | "join"
  | "desired"
  | "baseline"
  | "ou"
  | "tags";

/** The first of each is the name in English, the second the one in Japanese. */
export const aliases: Record<Column, readonly string[]> = {
  account_id: [
    "account_id",
    "アカウントID",
    "AWSアカウントID",
    "AWS アカウント番号",
    "アカウント番号",
    "アカウントNo",
    "AWSアカウントNo",
    "アカウントID番号",
    "AWSアカウント",
    "Account ID", // AWS's console exports "Account ID,Email"
    "AWS Account ID",
    "AWS Account",
    "Account Number",
    "AccountNumber",
    "Account",
    "Account No",
    "Member account ID",
  ],
  account_name: [
    "account_name",
    "アカウント名",
    "AWSアカウント名",
    "アカウント名称",
    "Account name",
    "AWS Account name",
    "Account alias",
    "アカウントエイリアス",
    "Name",
    "名称",
    "名前",
  ],
  email: [
    "email",
    "メールアドレス",
    "Account email",
    "Root email",
    "Email address",
    "E-mail",
    "Mail",
    "メール",
    "Eメール",
    "Eメールアドレス",
    "電子メール",
    "ルートメールアドレス",
    "アカウントメールアドレス",
    "ルートユーザーのメールアドレス",
    "AWSアカウントのメールアドレス",
    "AWSアカウントメールアドレス",
    "アカウントのメールアドレス",
    "登録メールアドレス",
    "登録メール",
    "ルートメール",
    "rootメールアドレス",
    "rootユーザーのメールアドレス",
  ],
  project: [
    "project",
    "プロジェクト",
    "プロジェクト名",
    "Project name",
    "案件",
    "案件名",
    "PJ",
    "PJ名",
  ],
  customer: [
    "customer",
    "顧客",
    "顧客名",
    "お客様",
    "お客様名",
    "Customer name",
    "Client",
    "取引先",
  ],
  owner_email: [
    "owner_email",
    "担当者メール",
    "担当者メールアドレス",
    "担当メール",
    "担当者のメールアドレス",
    "Owner email",
    "Owner e-mail",
    "Owner email address",
    "Contact email",
    "担当者Email",
    "担当者アドレス",
    "担当者連絡先",
    "メール担当者",
    "メールアドレス担当者",
    "責任者メール",
    "責任者メールアドレス",
    "連絡先メール",
    "連絡先メールアドレス",
    "管理者メール",
    "管理者メールアドレス",
  ],
  slack_channel: [
    "slack_channel",
    "Slackチャンネル",
    "Slackチャネル",
    "Slack channel",
    "Channel",
    "Slack",
    "チャンネル",
    "通知先チャンネル",
    "通知先",
    "スラックチャンネル",
    "Slackチャンネル名",
    "通知先Slackチャンネル",
    "Slack通知先",
  ],
  regions: [
    "regions",
    "リージョン",
    "Region",
    "対象リージョン",
    "利用リージョン",
    "使用リージョン",
    "有効リージョン",
    "リージョン名",
    "リージョンコード",
    "対象Region",
    "AWSリージョン",
    "AWS Regions",
    "AWS Region",
    "Target regions",
  ],
  join: [
    "join",
    "参加方法",
    "参加方式",
    "Join method",
    "Join by",
    "連携方法",
    "連携方式",
    "登録方法",
  ],
  desired: [
    "desired",
    "状態",
    "Desired state",
    "Status",
    "State",
    "ステータス",
    "希望状態",
    "あるべき状態",
    "参加状態",
    "参加可否",
    "参加有無",
    "参加要否",
    "区分",
  ],
  baseline: [
    "baseline",
    "ベースライン",
    "Security baseline",
    "ベースライン設定",
    "セキュリティベースライン",
    "有効化サービス",
    "有効化するサービス",
  ],
  ou: [
    "ou",
    "組織単位",
    "Organizational unit",
    "OU ID",
    "OU名",
    "OUパス",
    "OU path",
    "所属OU",
    "配置先OU",
    "組織単位ID",
  ],
  tags: ["tags", "タグ", "Tag", "AWS tags", "AWSタグ", "アカウントタグ", "Account tags"],
};

/** Names that many a sheet has for something else: they give way to a name that can only be ours. */
const weak = [
  "AWSアカウント",
  "AWS Account",
  "Account",
  "Name",
  "名称",
  "名前",
  "Mail",
  "メール",
  "Channel",
  "Slack",
  "チャンネル",
  "通知先",
  "Status",
  "State",
  "ステータス",
  "区分",
  "Tag",
  "タグ",
];

const bare = (written: string): string =>
  written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/※.*$/u, "")
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, "");

const brackets = /[([【〔「『].*?[)\]】〕」』]/gu;

/**
 * A header as it is compared: width, case, spaces, punctuation and notes in brackets do not count,
 * and neither do marks that say a column is required.
 */
export const fold = (written: string): string => {
  const folded = bare(written.normalize("NFKC").replace(brackets, " "));
  return folded.replace(/^(必須|任意)|(必須|任意|required|optional)$/gu, "");
};

const byName = new Map<string, Column>();
for (const [column, names] of Object.entries(aliases))
  for (const name of names) byName.set(fold(name), column as Column);

const loose = new Set(weak.map(fold));

/** True for a name that gives way when another column has a better one. */
export const isWeak = (written: string): boolean => loose.has(fold(written));

// A column of readings stands beside the column it reads: アカウント名(フリガナ).
const reading = /(フリガナ|ふりがな|カナ|かな|よみ|ヨミ|読み|読み方)/u;

/** True for a column that only says how another one is read. */
export const isReading = (written: string): boolean => reading.test(written.normalize("NFKC"));

/** No name of a column is longer; texts are. */
const LONGEST = 200;

/** The column that a header means, or undefined. */
export function columnOf(written: string): Column | undefined {
  if (written.length > LONGEST || isReading(written)) return undefined;
  const folded = fold(written);
  // Forms number their columns: ① アカウントID, 2. メールアドレス.
  const unnumbered = folded.replace(/^\d{1,2}/, "");
  return byName.get(bare(written)) ?? byName.get(folded) ?? byName.get(unnumbered);
}

/** All folded names, for suggestions. */
export const folded = (): ReadonlyMap<string, Column> => byName;

/** A sheet's column as Excel letters it: 0 is A, 26 is AA. */
export function letter(index: number): string {
  const rest = index % 26;
  const own = String.fromCharCode(65 + rest);
  return index < 26 ? own : letter((index - rest) / 26 - 1) + own;
}
