import type { ContradictionWords } from "./contradiction.ts";

const again = "その後、rollcall adopt をもう一度実行してください。";

/** Japanese, for each contradiction. */
export const japanese: ContradictionWords = {
  NotInOrganization: ({ account }) => ({
    problem: "ハブのメンバーですが、組織に属していません。",
    next: `組織から離れた場合は、状態に「解除」と記入してください。他社などのアカウントであれば対応は不要です。所属は aws organizations describe-account --account-id ${account} で確認できます。`,
  }),
  NotInHub: () => ({
    problem: "組織で有効なアカウントですが、ハブに登録されていません。",
    next: "メンバーにする場合は、IDを記入した行を追加してください。行がなければ何もしません。",
  }),
  SomeRegions: ({ regions }) => ({
    problem: `${regions} ではメンバーではありません。`,
    next: "参加させる場合は、リージョンに all と記入するか、これらを追加してください。",
  }),
  Suspended: ({ account, regions, detail }) => ({
    problem: `停止または解約されています${detail && ` (${detail})`}が、${regions && `${regions} で`}ハブに残っています。`,
    next: `AWSサポートで再開するか、状態に「解除」と記入してください。状態は aws organizations describe-account --account-id ${account} で確認できます。`,
  }),
  Pending: ({ regions, account, region }) => ({
    problem: `${regions} で招待または追加されたまま、参加していません。`,
    next: `担当者が承諾するか、参加方法に「ロール」と記入するとrollcallが承諾します。取り消す場合: aws securityhub delete-members --account-ids ${account} --region ${region}`,
  }),
  Removed: ({ regions }) => ({
    problem: `${regions} でハブから解除されています (Removed)。`,
    next: "再度参加させる場合は、これらのリージョンを行に追加するか、IDを記入した行を追加してください。",
  }),
  Resigned: ({ regions }) => ({
    problem: `${regions} でハブから離脱したか、招待を辞退しています (Resigned)。`,
    next: "担当者に確認してください。再度参加させる場合は、これらのリージョンを行に追加するか、IDを記入した行を追加してください。",
  }),
  Deleted: ({ regions }) => ({
    problem: `${regions} でハブから削除されています (Deleted)。`,
    next: "再度参加させる場合は、これらのリージョンを行に追加するか、IDを記入した行を追加してください。",
  }),
  RegionOff: ({ regions, account, region }) => ({
    problem: `アカウントで ${regions} が無効になっています。`,
    next: `有効にする場合: aws account enable-region --account-id ${account} --region-name ${region}`,
  }),
  UnknownStatus: ({ regions, detail, account, region }) => ({
    problem: `${regions} の状態${detail && `「${detail}」`}は、rollcallの知らないものです。`,
    next: `aws securityhub get-members --account-ids ${account} --region ${region} で確認してください。${again}`,
  }),
  OtherAdministrator: ({ regions, detail }) => ({
    problem: `${regions} では、別のアカウント (${detail}) がSecurity Hubの管理アカウントです。`,
    next: `どちらのハブに属するかを、${detail} の担当者と相談してください。`,
  }),
  NotWritten: ({ account }) => ({
    problem: "台帳の行にしていません。どのように書いても変更が生じるためです。",
    next: `望む状態を決めて、ID ${account} の行を追加してください。それまでは何もしません。`,
  }),
};
