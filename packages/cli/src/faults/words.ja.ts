// The sandbox's faults and guesses in Japanese: です・ます; names and codes stay as AWS writes them.
import type { AssumptionName, FaultName } from "@rollcall/sandbox";

/** One sentence for each fault. */
export const faultsInJapanese: Record<FaultName, string> = {
  "account-rates":
    "Security Hub、Organizations、Account、STSの呼び出し制限です。0で制限がなくなります",
  "machine-rates":
    "PutEvents、StartExecution、状態遷移、FIFOキューなどの呼び出し制限とLambdaの同時実行数です。0で制限がなくなります",
  throttling: "制限に達していなくても、呼び出しが多すぎるとして拒否されます",
  latency: "呼び出しにサービスごとの時間がかかります",
  "server-errors": "5xxが返り、何も実行されていません",
  "late-errors": "5xxが返りますが、実行されています",
  "dropped-calls": "実行の前に接続が切れます",
  "lost-answers": "実行の後に接続が切れ、応答が失われます",
  "failed-entries": "PutEventsの1件、またはSQSやDynamoDBのバッチの1件が、200の中で失敗します",
  outages: "サービスがリージョン内で30秒ずつ停止する時間の割合です",
  "cut-sessions": "AssumeRoleの認証情報が、示された期限よりずっと早く失効します",
  lags: "一覧、招待、ロール、アカウント、リージョンの反映が遅れます",
  "index-lag": "セカンダリインデックスの反映が、最大でこの時間だけ遅れます",
  "empty-pages": "Organizationsのページがトークン付きで空になります",
  "event-duplicates": "EventBridgeがイベントを2回渡します",
  "event-disorder": "EventBridgeのイベントが最大でこの時間だけ別々に遅れ、順序が保たれません",
  "notification-duplicates": "S3がオブジェクトを2回通知します",
  "schedule-duplicates": "EventBridge Schedulerが2回起動します",
  "queue-duplicates": "標準キューが削除済みのメッセージをもう一度渡します",
  "queue-disorder": "標準キューがメッセージを別の順序で渡します",
  "stream-duplicates": "Lambdaがテーブルのストリームの同じバッチを2回読みます",
  "invocation-duplicates": "Lambdaが非同期呼び出しを2回実行します",
  "function-crashes": "関数のプロセスが途中で強制終了されます (Runtime.ExitError)",
  "function-timeouts": "関数がタイムアウトまで応答しません (Task timed out)",
  "slack-rate-limits": "SlackがRetry-After付き、またはなしで429を返します",
  "slack-errors": "Slackがエラーを返し、何も実行されていません",
  "slack-lost-answers": "Slackに投稿されますが、応答が失われます",
};

/** Each guess and its opposite. */
export const assumptionsInJapanese: Record<
  AssumptionName,
  readonly [about: string, opposite: string]
> = {
  "disable-refuses-members": [
    "DisableSecurityHubはメンバーでは拒否されます (ユーザーガイド)",
    "メンバーの関係が終了します (APIリファレンス)",
  ],
  "declined-invitation-stays": [
    "辞退した招待は残り、まだ承認できます",
    "辞退した招待はなくなります",
  ],
  "invite-unknown-is-an-entry": [
    "作成されていないアカウントのInviteMembersは、200の中の1件として拒否されます",
    "ResourceNotFoundExceptionになります",
  ],
  "other-operations-share-a-bucket": [
    "Security HubとSTSのその他の操作は、1つの制限を共有します",
    "操作ごとに別々の制限があります",
  ],
  "invitation-keeps-its-id": [
    "有効な招待は、同じIDのまま再送されます",
    "InviteMembersのたびに新しいIDになり、古いIDは無効になります",
  ],
  "impossible-id-refuses-the-call": [
    "アカウントIDになり得ないIDがあると、CreateMembers全体が拒否されます",
    "そのIDだけが200の中の1件として拒否されます",
  ],
  "refused-account-is-an-entry": [
    "別の管理者のアカウントは、200の中の1件として拒否されます",
    "呼び出し全体がResourceConflictExceptionになります",
  ],
  "invitation-limit-refuses-the-call": [
    "未承認の招待が1,000件を超えると、InviteMembers全体がLimitExceededExceptionになります",
    "収まる分は招待され、残りは200の中で拒否されます",
  ],
  "get-unknown-is-an-entry": [
    "作成されていないアカウントのGetMembersは、200の中の1件として拒否されます",
    "ResourceNotFoundExceptionになります",
  ],
  "get-members-is-fresh": [
    "GetMembersは、変更を直ちに反映します",
    "ListMembersと同じように遅れて反映されます",
  ],
  "disassociate-takes-back": [
    "DisassociateMembersは、未承認の招待と停止中のメンバーも取り消します",
    "どちらもそのまま残ります",
  ],
  "delete-takes-the-invitation": [
    "DeleteMembersは、メンバーへの招待も取り消します",
    "招待は一覧に残りますが、承認できません",
  ],
  "accepted-invitation-is-hidden": [
    "承認済みの招待はListInvitationsに表示されません",
    "Enabledとして表示されます",
  ],
  "delete-invitation-keeps-the-row": [
    "DeleteInvitationsを実行しても、管理者側の行は変わりません",
    "行はResignedになります",
  ],
  "delegate-takes-its-members-along": [
    "DisableOrganizationAdminAccountは、組織のメンバーの関連付けを解除します",
    "メンバーのまま残ります",
  ],
  "delegate-is-switched-on": [
    "EnableOrganizationAdminAccountは、管理者のSecurity Hubを有効にします",
    "有効にしません",
  ],
  "left-account-keeps-its-row": [
    "組織を離れたアカウントの行は、Removedとして残ります",
    "行はなくなります",
  ],
  "account-access-is-trusted": [
    "管理アカウントは、メンバーのAccount Managementの情報を取得できます",
    "信頼されたアクセスが無効なため、拒否されます",
  ],
  "account-rates-are-the-callers": [
    "Account Managementの制限は、呼び出し元のアカウントに適用されます",
    "対象のアカウントに適用されます",
  ],
  "slack-counts-readable-text": [
    "Slackのメッセージの上限は、表示される文字数で数えます",
    "ブロックのJSONの文字数で数えます",
  ],
  "slack-unknown-thread-is-refused": [
    "存在しないスレッドへのchat.postMessageは、thread_not_foundになります",
    "スレッドではなくチャンネルに投稿されます",
  ],
};
