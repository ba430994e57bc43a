// Block Kit as Slack checks it: which blocks exist, what they hold and how much. Limits are from Slack's
// reference of each block; sizes are in characters, and `text` shrinks nothing: too long is refused.
import * as z from "zod";

const id = z.string().max(255).optional();

/** Slack escapes what the sender did not, and counts the result. */
const escaped = (text: string) => text.replace(/&(?!amp;|lt;|gt;)/g, "&amp;").length;

const sized = (most: number) =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      if (escaped(text) > most)
        context.addIssue({ code: "too_big", maximum: most, origin: "string", input: text });
    });

const plain = (most: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: sized(most),
    emoji: z.boolean().optional(),
  });

const text = (most: number) =>
  z.discriminatedUnion("type", [
    plain(most),
    z.strictObject({
      type: z.literal("mrkdwn"),
      text: sized(most),
      verbatim: z.boolean().optional(),
    }),
  ]);

const confirm = z.strictObject({
  title: plain(100),
  text: text(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(["primary", "danger"]).optional(),
});

const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  action_id: id,
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const picture = {
  image_url: z.string().min(1).max(3000).optional(),
  slack_file: z.looseObject({}).optional(),
  alt_text: z.string().min(1).max(2000),
};
const imageElement = z.strictObject({ type: z.literal("image"), ...picture });

const open = (type: string) => z.looseObject({ type: z.literal(type), action_id: id });
const pickers = ["static", "external", "users", "conversations", "channels"].flatMap((kind) => [
  open(`${kind}_select`),
  open(`multi_${kind}_select`),
]);
const interactive = [
  button,
  ...["overflow", "datepicker", "datetimepicker", "timepicker", "checkboxes", "radio_buttons"].map(
    open,
  ),
  open("workflow_button"),
  ...pickers,
] as const;

const style = z
  .strictObject({
    bold: z.boolean(),
    italic: z.boolean(),
    strike: z.boolean(),
    code: z.boolean(),
    underline: z.boolean(),
  })
  .partial()
  .optional();
const inline = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal("link"),
    url: z.string().min(1),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.looseObject({ type: z.literal("emoji"), name: z.string().min(1) }),
  z.strictObject({ type: z.literal("user"), user_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal("usergroup"), usergroup_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal("channel"), channel_id: z.string().min(1), style }),
  z.strictObject({
    type: z.literal("broadcast"),
    range: z.enum(["here", "channel", "everyone"]),
    style,
  }),
  z.looseObject({ type: z.literal("date"), timestamp: z.number(), format: z.string().min(1) }),
  z.strictObject({ type: z.literal("color"), value: z.string(), style }),
]);
const richSection = z.strictObject({
  type: z.literal("rich_text_section"),
  elements: z.array(inline),
});
const richElement = z.discriminatedUnion("type", [
  richSection,
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    elements: z.array(richSection),
    indent: z.number().optional(),
    offset: z.number().optional(),
    border: z.number().optional(),
  }),
  z.strictObject({
    type: z.literal("rich_text_preformatted"),
    elements: z.array(inline),
    border: z.number().optional(),
    language: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("rich_text_quote"),
    elements: z.array(inline),
    border: z.number().optional(),
  }),
]);
const richText = z.strictObject({
  type: z.literal("rich_text"),
  block_id: id,
  elements: z.array(richElement),
});

const cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
  z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: z.string().min(1) }),
  richText,
]);
const column = z.strictObject({
  align: z.enum(["left", "center", "right"]).optional(),
  is_wrapped: z.boolean().optional(),
});

const card = z.strictObject({
  type: z.literal("card"),
  block_id: id,
  hero_image: imageElement.optional(),
  icon: imageElement.optional(),
  title: text(150).optional(),
  subtitle: text(150).optional(),
  body: text(200).optional(),
  actions: z.array(button).max(3).optional(),
});

const section = z
  .strictObject({
    type: z.literal("section"),
    block_id: id,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion("type", [...interactive, imageElement]).optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    message: "missing required field: text",
  });

const simple = [
  section,
  richText,
  z.strictObject({ type: z.literal("header"), block_id: id, text: plain(150) }),
  z.strictObject({ type: z.literal("divider"), block_id: id }),
  z.strictObject({
    type: z.literal("context"),
    block_id: id,
    elements: z
      .array(z.discriminatedUnion("type", [imageElement, ...text(3000).options]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id: id,
    elements: z.array(z.discriminatedUnion("type", interactive)).min(1).max(25),
  }),
  z.strictObject({
    type: z.literal("image"),
    block_id: id,
    ...picture,
    title: plain(2000).optional(),
  }),
  z.looseObject({
    type: z.literal("input"),
    block_id: id,
    label: plain(2000),
    element: z.looseObject({ type: z.string() }),
  }),
  z.looseObject({
    type: z.literal("video"),
    block_id: id,
    alt_text: z.string(),
    title: plain(200),
  }),
  z.strictObject({
    type: z.literal("table"),
    block_id: id,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z.array(column.nullable()).max(20).optional(),
  }),
] as const;

/** Every block that a message may hold. `alert` is for modals only, so it is unknown here. */
export const Block = z.discriminatedUnion("type", [
  ...simple,
  z.strictObject({ type: z.literal("markdown"), block_id: id, text: sized(12_000) }),
  z.strictObject({
    type: z.literal("data_table"),
    block_id: id,
    caption: z.string().min(1),
    // Slack's reference: a header and up to 100 rows.
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(101),
    page_size: z.number().optional(),
    row_header_column_index: z.number().optional(),
  }),
  z.looseObject({
    type: z.literal("context_actions"),
    block_id: id,
    elements: z.array(z.looseObject({})).min(1).max(5),
  }),
  card,
  z.strictObject({
    type: z.literal("carousel"),
    block_id: id,
    elements: z.array(card).min(1).max(10),
  }),
  z.looseObject({
    type: z.literal("container"),
    block_id: id,
    child_blocks: z.array(z.discriminatedUnion("type", simple)).min(1).max(10),
  }),
  // assumed, no opposite: an ordinary app may post these two, and where it may not they are of no use.
  z.looseObject({ type: z.literal("plan"), block_id: id, title: z.string().min(1) }),
  z.looseObject({
    type: z.literal("task_card"),
    block_id: id,
    task_id: z.string().min(1),
    title: z.string().min(1),
    status: z.enum(["pending", "in_progress", "complete", "error"]),
  }),
]);
