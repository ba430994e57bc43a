import type { Catalogue } from "./problems.ts";

const meant = (suggestion: string | undefined, otherwise: string): string =>
  suggestion ? `「${suggestion}」の誤りではありませんか。` : otherwise;

const kinds: Record<string, string> = { binary: "バイナリ", image: "画像" };

/** Japanese: what is wrong, and what to write instead. */
export const japanese: Catalogue = {
  FileTooLarge: ({ megabytes, most }) => ({
    problem: `ファイルが${megabytes}MBあります。読み込めるのは${most}MBまでです。`,
    fix: "画像や他のシートを削除するか、台帳を分割してください。",
  }),
  FileType: ({ kind }) => ({
    problem: `読み込めない形式のファイルです(${kinds[kind] ?? kind})。`,
    fix: "Excel ブック(.xlsx)または CSV で保存してください。",
  }),
  FileEncrypted: () => ({
    problem: "ブックがパスワードで保護されています。",
    fix: "パスワードを外すか(ファイル → 情報 → ブックの保護)、CSV で保存してください。",
  }),
  FileBroken: () => ({
    problem: "ファイルが壊れていて読み込めません。",
    fix: "Excel で開いて、.xlsx または CSV で保存し直してください。",
  }),
  FileExpands: () => ({
    problem: "ブックの中身が台帳としては大きすぎます。",
    fix: "必要な行だけを新しいブックにコピーして保存してください。",
  }),
  FileEncoding: () => ({
    problem: "文字コードが UTF-8、UTF-16、Shift_JIS のいずれでもないため読み込めません。",
    fix: "「CSV UTF-8」または .xlsx で保存してください。",
  }),
  QuoteOpen: () => ({
    problem: 'この行の引用符(")が閉じられていません。以降がすべて1つのセルになってしまいます。',
    fix: '引用符を閉じてください。文字としての引用符は "" と2つ続けて記入してください。',
  }),
  OtherLedger: ({ read }) => ({
    problem: `このシートにもアカウントがありますが、読んだのはシート「${read}」だけです。`,
    fix: "1つのシートにまとめるか、別のファイルとしてアップロードしてください。",
  }),
  TooManyColumns: ({ columns, most }) => ({
    problem: `シートが${columns}列あります。読み込めるのは${most}列までです。`,
    fix: "右の方にある不要なセルを削除してください。",
  }),
  EmptyLedger: () => ({
    problem: "台帳にアカウントの行がありません。",
    fix: "列名の行の下に、1アカウント1行で記入してください。",
  }),
  NoHeader: () => ({
    problem: "先頭の20行に列名の行が見つかりません。",
    fix: "アカウントID、アカウント名、メールアドレス、リージョンなどの列名を付けてください。",
  }),
  NoIdentityColumn: () => ({
    problem: "アカウントIDの列もメールアドレスの列もありません。",
    fix: "「アカウントID」の列を付けてください。新規作成の場合は「メールアドレス」と「アカウント名」が必要です。",
  }),
  TooManyRows: ({ rows, most }) => ({
    problem: `台帳が${rows}行あります。読み込めるのは${most}行までです。`,
    fix: "台帳を分割してください。",
  }),
  MisspeltColumn: ({ written, suggestion }) => ({
    problem: `「${written}」という列名は認識できません。「${suggestion}」の誤記と思われます。`,
    fix: `「${suggestion}」に直してください。独自の列であれば、紛らわしくない名前にしてください。`,
  }),
  DuplicateColumn: ({ first }) => ({
    problem: `この列は${first}列と同じ項目です。`,
    fix: "どちらか一方だけ残してください。",
  }),
  LooseColumn: ({ ja }) => ({
    problem: `この列は「${ja}」としては読まず、独自の列として扱いました。`,
    fix: `「${ja}」の列であれば、列名を「${ja}」にしてください。`,
  }),
  NoteRow: () => ({
    problem: "注記または合計の行とみなし、アカウントとしては読みませんでした。",
    fix: "対応は不要です。アカウントの行であれば、アカウントIDを記入してください。",
  }),
  UnusedRows: ({ rows, last }) => ({
    problem:
      rows === 1
        ? "アカウントの記載がない行のため、読み飛ばしました。"
        : `アカウントの記載がない行が${last}行目までに${rows}行あり、読み飛ばしました。`,
    fix: "対応は不要です。アカウントの行であれば、アカウントID、またはメールアドレスとアカウント名を記入してください。",
  }),
  ErrorCell: ({ error }) => ({
    problem: `セルがエラー(${error})になっています。`,
    fix: "数式を直すか、値を直接記入してください。",
  }),
  FormulaUnread: () => ({
    problem: "セルに数式がありますが、計算結果がファイルに保存されていません。",
    fix: "Excel で開いて保存し直すか、値を直接記入してください。",
  }),
  MissingIdentity: () => ({
    problem: "アカウントIDもメールアドレスもありません。",
    fix: "アカウントIDを記入してください。新規作成の場合はメールアドレスとアカウント名を記入してください。",
  }),
  IdMissing: ({ join }) => ({
    problem: `参加方法が「${join}」の既存アカウントなのに、アカウントIDがありません。`,
    fix: "アカウントIDを記入するか、新規作成なら参加方法を「作成」にしてください。",
  }),
  IdDate: () => ({
    problem: "アカウントIDが日付になっています。",
    fix: "列の書式を文字列にして、12桁を記入し直してください。",
  }),
  IdDigitsLost: () => ({
    problem: "アカウントIDが指数表記になっており、下位の桁が失われています。",
    fix: "列の書式を文字列にして、12桁を記入し直してください。",
  }),
  IdRounded: ({ id }) => ({
    problem: `アカウントIDの末尾に0が6個並んでおり、丸められた可能性があります。${id} として読みました。`,
    fix: "実際のIDと照合してください。列の書式を文字列にすると桁落ちしません。",
  }),
  IdLength: ({ digits }) => ({
    problem: `アカウントIDが12桁ではなく${digits}桁です。`,
    fix: "列の書式を文字列にして、12桁すべてを記入してください。",
  }),
  IdCharacters: () => ({
    problem: "アカウントIDに数字以外の文字が含まれています。",
    fix: "アカウントIDの12桁の数字を記入してください。",
  }),
  IdSeveral: ({ count }) => ({
    problem: `1つのセルにアカウントIDが${count}件あります。`,
    fix: "1アカウント1行で記入してください。",
  }),
  LeadingZeros: ({ id }) => ({
    problem: `アカウントIDが数値のため先頭の0が失われています。${id} として読みました。`,
    fix: "列の書式を文字列にして、12桁すべてを記入してください。",
  }),
  FullWidth: ({ read }) => ({
    problem: `全角文字が含まれています。「${read}」として読みました。`,
    fix: "半角で記入してください。",
  }),
  StraySpaces: ({ read }) => ({
    problem: `余分な空白または見えない文字が含まれています。「${read}」として読みました。`,
    fix: "余分な文字を削除してください。",
  }),
  Annotated: ({ read }) => ({
    problem: `かっこ書きの注記またはふりがなが含まれています。「${read}」として読みました。`,
    fix: "注記は別の列に移してください。",
  }),
  HubAccount: () => ({
    problem: "ハブ自身のアカウントです。管理側は自分のメンバーになれません。",
    fix: "この行を削除してください。",
  }),
  ManagementAccount: () => ({
    problem: "組織の管理アカウントです。外から有効にすることはできません。",
    fix: "先にこのアカウントで Security Hub を有効にしてください。その後は他と同じように参加できます。",
  }),
  EmailMissing: () => ({
    problem: "新規作成するアカウントにメールアドレスがありません。",
    fix: "他の AWS アカウントで使っていないアドレスを記入してください。既存のアカウントならIDを記入してください。",
  }),
  EmailForm: ({ suggestion }) => ({
    problem: "メールアドレスの形式ではありません。",
    fix: meant(suggestion, "name@example.com のように1件だけ記入してください。"),
  }),
  EmailSeveral: ({ count }) => ({
    problem: `1つのセルにメールアドレスが${count}件あります。`,
    fix: "1件だけにしてください。複数人に届けたい場合は、メーリングリストのアドレスが使えます。",
  }),
  EmailRules: () => ({
    problem: "AWS アカウントに使えないメールアドレスです。",
    fix: "半角6〜64文字にしてください。空白と \" ' ( ) < > [ ] : ; , \\ | % & は使えず、先頭にピリオドは置けません。",
  }),
  EmailTwice: ({ other }) => ({
    problem: `${other}行目と同じメールアドレスです。1つのアドレスは1つの AWS アカウントにしか使えません。`,
    fix: "name+project@example.com のように、アカウントごとに別のアドレスにしてください。",
  }),
  NameMissing: () => ({
    problem: "新規作成するアカウントに名前がありません。",
    fix: "アカウント名を半角の英数字・記号で1〜50文字記入してください。",
  }),
  NameCharacters: () => ({
    problem: "新規作成するアカウントの名前には、半角の英数字・記号しか使えません。",
    fix: "英数字の名前にして、日本語名は別の列に記入してください。",
  }),
  NameLength: ({ length }) => ({
    problem: `アカウント名が${length}文字あります。50文字までです。`,
    fix: "短くしてください。",
  }),
  TextTooLong: ({ length, most }) => ({
    problem: `${length}文字あります。先頭の${most}文字だけを読みました。`,
    fix: "短くするか、説明文は別の列に移してください。",
  }),
  UnknownRegion: ({ written, suggestion }) => ({
    problem: `「${written}」というリージョンはありません。`,
    fix: meant(suggestion, "ap-northeast-1 のようなリージョンコードか「all」を記入してください。"),
  }),
  RegionWithoutHub: ({ region }) => ({
    problem: `リージョン ${region} にはハブがありません。`,
    fix: `${region} を外すか、設定のリージョンに追加してください。`,
  }),
  UnknownJoin: ({ suggestion }) => ({
    problem: "参加方法として認識できない値です。",
    fix: meant(
      suggestion,
      "「作成」「ロール」「セルフサービス」のいずれかを記入するか、空にしてください。",
    ),
  }),
  UnknownPart: ({ written, suggestion }) => ({
    problem: `「${written}」はベースラインとして認識できません。`,
    fix: meant(
      suggestion,
      "「基準」「Config」「GuardDuty」をカンマ区切りで記入するか、「なし」と記入してください。空の場合は設定に従います。",
    ),
  }),
  PartAndNone: () => ({
    problem: "「なし」とベースラインの項目が同時に記入されています。",
    fix: "「なし」か項目のどちらかだけを記入してください。",
  }),
  UnknownDesired: ({ suggestion }) => ({
    problem: "状態として認識できない値です。",
    fix: meant(suggestion, "「参加」または「解除」を記入するか、空にしてください。"),
  }),
  ClosedAccount: ({ state }) => ({
    problem: `AWS 上の状態が ${state} のアカウントです。参加できないため、読み飛ばしました。`,
    fix: "対応は不要です。気になる場合は、この行を削除してください。",
  }),
  SlackChannel: () => ({
    problem: "Slackチャンネルの名前ではありません。",
    fix: "#security のような名前か、チャンネルIDを記入してください。",
  }),
  UnitForm: () => ({
    problem: "組織単位のIDでも、名前のパスでもありません。",
    fix: "ou-ab12-3cdefgh4 のようなIDか、Workloads/Prod のようにルートからの名前を記入してください。",
  }),
  TagForm: ({ written }) => ({
    problem: `「${written}」は AWS のタグとして使えません。`,
    fix: "Key=Value の形で、複数はカンマで区切って記入してください。使えるのは文字、数字、空白と _ . : / = + - @ で、aws: で始まるキーは使えません。",
  }),
  TagTwice: ({ key }) => ({
    problem: `タグ「${key}」が2回書かれています。`,
    fix: "どちらかを削除してください。",
  }),
  TagsTooMany: ({ tags, most }) => ({
    problem: `タグが${tags}個あります。1つのアカウントに付けられるのは${most}個までです。`,
    fix: "タグを減らしてください。",
  }),
  Repeated: ({ other }) => ({
    problem: `${other}行目と同じ内容です。1件として読みました。`,
    fix: "どちらかの行を削除してください。",
  }),
  Contradicts: ({ other, columns }) => ({
    problem: `${other}行目にも同じアカウントがあり、内容が食い違っています(${columns})。`,
    fix: "1アカウント1行にしてください。複数のリージョンは1つのセルにカンマ区切りで記入してください。",
  }),
};
