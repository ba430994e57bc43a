// Slack's markup as the pages write it: what it becomes, and what it cannot become.
import { expect, it } from "vitest";
import { markdown } from "../../packages/sandbox/src/pages/slack/markdown.ts";
import { mrkdwn } from "../../packages/sandbox/src/pages/slack/mrkdwn.ts";

const names = {
  user: (id: string) => (id === "U1" ? "Mika" : undefined),
  channel: (id: string) => (id === "C1" ? "soc" : undefined),
};
const anchor = `target="_blank" rel="noreferrer noopener"`;

it.each([
  ["*bold* _it_ ~no~ `a*b*`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>a*b*</code>"],
  ["*bold _both_*", "<strong>bold <em>both</em></strong>"],
  ["2*3*4 snake_case_name", "2*3*4 snake_case_name"],
  ["台帳 *適用* です", "台帳 <strong>適用</strong> です"],
  [":tada: :no_such_code:", "🎉 :no_such_code:"],
  [
    "<@U1> <@U2> <#C1> <!here> <!subteam^S1|@ops>",
    `<span class="mention">@Mika</span> <span class="mention">@U2</span> <span class="mention">#soc</span> <span class="mention loud">@here</span> <span class="mention loud">@ops</span>`,
  ],
  [
    "<https://example.com/?a=1&amp;b=2|x &amp; y>",
    `<a href="https://example.com/?a=1&amp;b=2" ${anchor}>x &amp; y</a>`,
  ],
  ["<mailto:a@example.com>", `<a href="mailto:a@example.com" ${anchor}>a@example.com</a>`],
  ["a\n&gt; quoted\nb", "a<blockquote>quoted</blockquote>b"],
  ["```\n*x* <b>\n```", "<pre><code>*x* &lt;b&gt;</code></pre>"],
  // Nothing that is sent becomes an element or a script.
  [`&lt;img src=x onerror="x"&gt;`, "&lt;img src=x onerror=&quot;x&quot;&gt;"],
  ["<javascript:alert(1)|click>", "click"],
  [
    `<https://example.com/"onclick="x|y>`,
    `<a href="https://example.com/&quot;onclick=&quot;x" ${anchor}>y</a>`,
  ],
])("writes %j", (text, expected) => {
  const written = String(mrkdwn(text, names));
  expect(written).toBe(expected);
  expect(written).not.toMatch(/<(script|img|b)\b|javascript:|<[^>]*\son\w+=/);
});

it("writes dates in the zone of this machine, and keeps the fallback", () => {
  const written = String(mrkdwn("<!date^1795348800^{date_num} {time}|at noon>", names));
  expect(written).toMatch(
    /<time datetime="2026-11-22T12:00:00.000Z" title="at noon">11\/2[123]\/2026 \d\d:\d\d<\/time>/,
  );
});

it("writes the markdown block", () => {
  const text =
    "# Title\n\n**bold** and `code` [x](https://example.com) [y](javascript:alert(1))\n\n- one\n- <b>two";
  const written = String(markdown(text));
  expect(written).toContain("<p><strong>Title</strong></p>");
  expect(written).toContain(
    `<strong>bold</strong> and <code>code</code> <a href="https://example.com" ${anchor}>x</a>`,
  );
  expect(written).toContain("<ul><li>one</li><li>&lt;b&gt;two</li></ul>");
  expect(written).not.toContain('href="javascript');
});
