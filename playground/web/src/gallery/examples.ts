// One example of each block and of each element.
import type { MessageAttachment } from "@slack/types";
import type { AnyBlock } from "../kit/blocks/Block";

export interface Example {
  name: string;
  blocks: AnyBlock[];
  attachments?: MessageAttachment[];
}

// What an app may send is checked by the stand-in, not here: an example is what it is.
type Loose = AnyBlock & Record<string, unknown>;

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const option = (text: string, more: object = {}) => ({ text: plain(text), value: text.toLowerCase(), ...more });
const cells = (...texts: string[]) => texts.map((text) => ({ type: "raw_text", text }));
const section = (elements: object[]) => ({ type: "rich_text_section", elements });
const text = (said: string, style?: object) => ({ type: "text", text: said, ...(style ? { style } : {}) });
const [ONE, TWO, THREE] = [option("checkout"), option("search"), option("shipping")];
const OPTIONS = [ONE, TWO, THREE];
const GROUPS = [
  { label: plain("payments"), options: [ONE] },
  { label: plain("shop"), options: [TWO, THREE] },
];
const confirm = {
  title: plain("Roll back?"),
  text: mrkdwn("*checkout* goes back to `v1.4.0`."),
  confirm: plain("Roll back"),
  deny: plain("Not now"),
  style: "danger",
};
const button = { type: "button", action_id: "refresh", text: plain("Refresh"), value: "pods failed" };
const DOT =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 9'%3E%3Crect width='16' height='9' fill='%231264a3'/%3E%3Cpath d='M1 7l4-4 3 2 6-4' fill='none' stroke='%23fff'/%3E%3C/svg%3E";
const IMAGE = { type: "image", image_url: DOT, alt_text: "A line that rises" };

const MARKUP = [
  "*bold*, _italic_, ~struck~, `code`, *_both_*, :rotating_light: :wave::skin-tone-3:",
  "<https://example.com/runbook|runbook>, https://example.com, <@U0000000ANA>, <#C0INCIDENTS|incidents>, <!subteam^S0000000SRE|@sre>, <!here>",
  "<!date^1790000000^{date_short} {time}|then> · a &lt;tag&gt; &amp; an * that * stays",
  "&gt; quoted\n&gt; twice\n```\nfence(*not bold*)\n```",
].join("\n");

const MARKDOWN =
  "## A heading\n\nSome **bold**, *italic*, ~~struck~~ and `code`, a [link](https://example.com).\n\n1. one\n2. two\n   - nested\n\n- [x] done\n- [ ] to do\n\n> quoted\n\n```py\nprint('<b>')\n```\n\n| pod | restarts |\n|---|--:|\n| web-0 | 3 |\n\n---\n\nThe end.";

const rows = Array.from({ length: 12 }, (_, index) => [
  { type: "raw_text", text: `payments/svc-${String(index + 1).padStart(3, "0")}` },
  { type: "raw_number", value: 120 - index * 7, text: String(120 - index * 7) },
  { type: "raw_text", text: ["CrashLoopBackOff", "OOMKilled", "ImagePullBackOff"][index % 3] ?? "" },
]);

const CATEGORIES = ["13:55", "14:00", "14:05", "14:10", "14:15"];
const series = (name: string, values: number[]) => ({
  name,
  data: values.map((value, index) => ({ label: CATEGORIES[index], value })),
});
const overAxis = (type: string) => ({
  type,
  series: [series("checkout", [2, 3, 40, 96, 88]), series("search", [10, 14, 12, 20, 18])],
  axis_config: { categories: CATEGORIES, x_label: "Time", y_label: "Errors a minute" },
});
const chart = (type: string) => ({ type: "data_visualization", title: `Errors, as ${type}`, chart: overAxis(type) });

const RICH: Loose = {
  type: "rich_text",
  elements: [
    section([
      text("bold", { bold: true }),
      text(" "),
      text("italic", { italic: true }),
      text(" "),
      text("struck", { strike: true }),
      text(" "),
      text("code", { code: true }),
      text(" "),
      text("underlined", { underline: true }),
    ]),
    section([
      { type: "link", url: "https://example.com", text: "link" },
      text(" "),
      { type: "emoji", name: "fire" },
      text(" "),
      { type: "user", user_id: "U0000000ANA" },
      text(" "),
      { type: "channel", channel_id: "C0INCIDENTS" },
      text(" "),
      { type: "usergroup", usergroup_id: "S0000000SRE" },
      text(" "),
      { type: "broadcast", range: "here" },
      text(" "),
      { type: "color", value: "#e01e5a" },
      text(" "),
      { type: "date", timestamp: 1790000000, format: "{date_short} at {time}", fallback: "then" },
      text(" "),
      { type: "team", team_id: "T0PLAYGROUN" },
    ]),
    { type: "rich_text_list", style: "bullet", elements: [section([text("one")]), section([text("two")])] },
    { type: "rich_text_list", style: "bullet", indent: 1, elements: [section([text("deeper")])] },
    { type: "rich_text_list", style: "ordered", elements: [section([text("first")]), section([text("second")])] },
    { type: "rich_text_list", style: "ordered", indent: 1, elements: [section([text("within")])] },
    { type: "rich_text_list", style: "ordered", elements: [section([text("third")])] },
    { type: "rich_text_quote", elements: [text("quoted")] },
    { type: "rich_text_preformatted", elements: [text("ValueError: missing scheme in <url>\n  at settings.py:41")] },
  ],
};

const menu = (type: string, more: object = {}) => ({ type, action_id: type, placeholder: plain("Look into…"), ...more });

const ACTIONS: Loose = {
  type: "actions",
  elements: [
    button,
    { ...button, action_id: "ok", text: plain("Acknowledge"), style: "primary" },
    { ...button, action_id: "back", text: plain("Roll back"), style: "danger", confirm },
    { ...button, action_id: "open", text: plain("Runbook"), url: "https://example.com/runbook" },
    menu("static_select", { options: OPTIONS }),
    menu("static_select", { action_id: "grouped", option_groups: GROUPS, initial_option: TWO }),
    menu("external_select", { min_query_length: 0 }),
    menu("users_select"),
    menu("channels_select"),
    menu("conversations_select"),
    menu("multi_static_select", { options: OPTIONS, initial_options: [ONE, THREE] }),
    menu("multi_external_select"),
    menu("multi_users_select"),
    menu("multi_channels_select"),
    menu("multi_conversations_select"),
    { type: "datepicker", action_id: "day", initial_date: "2026-05-17" },
    { type: "timepicker", action_id: "time", initial_time: "14:05" },
    { type: "datetimepicker", action_id: "moment", initial_date_time: 1790000000 },
    {
      type: "checkboxes",
      action_id: "boxes",
      options: [option("One"), option("Two", { description: plain("with a note") })],
      initial_options: [option("One")],
    },
    {
      type: "radio_buttons",
      action_id: "radios",
      options: [option("Left"), option("Right")],
      initial_option: option("Right"),
    },
    { type: "overflow", action_id: "more", options: [option("Silence"), option("Runbook", { url: "https://example.com" })] },
    {
      type: "workflow_button",
      action_id: "flow",
      text: plain("Start a workflow"),
      workflow: { trigger: { url: "https://example.com" } },
    },
  ],
};

const input = (label: string, element: object, more: object = {}): Loose => ({
  type: "input",
  block_id: label,
  label: plain(label),
  element,
  ...more,
});

const INPUTS: Loose[] = [
  input(
    "Summary",
    { type: "plain_text_input", action_id: "a", placeholder: plain("What happened") },
    { hint: plain("One sentence will do.") },
  ),
  input(
    "Details",
    { type: "plain_text_input", action_id: "b", multiline: true, initial_value: "It began at 14:02." },
    { optional: true },
  ),
  input("Address", { type: "email_text_input", action_id: "c", placeholder: plain("you@example.com") }),
  input("Link", { type: "url_text_input", action_id: "d", placeholder: plain("https://") }),
  input("Replicas", { type: "number_input", action_id: "e", is_decimal_allowed: false, initial_value: "3" }),
  input("Notes", { type: "rich_text_input", action_id: "f" }),
  input("Graphs", { type: "file_input", action_id: "g", filetypes: ["png"] }),
  input("Service", menu("static_select", { options: OPTIONS })),
  input("Severity", { type: "radio_buttons", action_id: "h", options: [option("Low"), option("High")] }),
];

const CARD = {
  type: "card",
  hero_image: IMAGE,
  icon: IMAGE,
  title: mrkdwn("*checkout*"),
  subtitle: mrkdwn("payments"),
  body: mrkdwn("32 of 43 pods crash-loop."),
  actions: [button],
};

const alert = (level: string): Loose => ({ type: "alert", level, text: mrkdwn(`This is *${level}*.`) });
const task = (status: string) => ({
  type: "task_card",
  task_id: status,
  title: `A task that is ${status.replace("_", " ")}`,
  status,
});

const SHOWN: Record<string, Loose[]> = {
  header: [{ type: "header", text: plain("178 pods failing :fire:") }],
  divider: [{ type: "divider" }],
  "section: text": [
    { type: "section", text: mrkdwn(MARKUP) },
    { type: "section", text: plain("plain: *not bold* <b>not HTML</b>") },
  ],
  "section: fields": [
    {
      type: "section",
      fields: [
        mrkdwn("*Service*\ncheckout"),
        mrkdwn("*Since*\n14:02"),
        mrkdwn("*Owner*\n<@U0000000ANA>"),
        plain("plain\ntext"),
      ],
    },
  ],
  "section: accessories": [
    { type: "section", text: mrkdwn("A button"), accessory: { ...button, action_id: "side" } },
    { type: "section", text: mrkdwn("An image"), accessory: IMAGE },
    { type: "section", text: mrkdwn("A menu"), accessory: menu("static_select", { options: OPTIONS }) },
    { type: "section", text: mrkdwn("More"), accessory: { type: "overflow", action_id: "side-more", options: OPTIONS } },
    { type: "section", text: mrkdwn("A day"), accessory: { type: "datepicker", action_id: "side-day" } },
    {
      type: "section",
      text: mrkdwn("Choices"),
      accessory: { type: "checkboxes", action_id: "side-boxes", options: OPTIONS },
    },
  ],
  context: [
    { type: "context", elements: [IMAGE, mrkdwn("14:11:05 · *prod* answered in 0.3 s"), plain("asked once for 3 people")] },
  ],
  actions: [ACTIONS],
  input: INPUTS,
  image: [
    { ...IMAGE, title: plain("Errors a minute") },
    { type: "image", image_url: "https://example.com/graph.png", alt_text: "An image from elsewhere" },
  ],
  rich_text: [RICH],
  table: [
    {
      type: "table",
      rows: [cells("Pod", "Node", "Restarts"), cells("web-0", "node-1", "3"), cells("web-1", "node-2", "0")],
      column_settings: [{}, { align: "center" }, { align: "right" }],
    },
  ],
  data_table: [
    {
      type: "data_table",
      caption: "Failing pods by workload, worst first",
      page_size: 5,
      row_header_column_index: 0,
      rows: [cells("Workload", "Failing", "Reason"), ...rows],
    },
  ],
  "data_table: buttons": [
    {
      type: "data_table",
      caption: "With a button in a cell",
      rows: [
        cells("Workload", "Act"),
        [
          { type: "raw_text", text: "checkout" },
          { type: "action", element: { ...button, action_id: "cell" } },
        ],
      ],
    },
  ],
  "data_visualization: line": [chart("line")],
  "data_visualization: area": [chart("area")],
  "data_visualization: bar": [chart("bar")],
  "data_visualization: pie": [
    {
      type: "data_visualization",
      title: "Reasons",
      chart: {
        type: "pie",
        segments: [
          { label: "CrashLoopBackOff", value: 80 },
          { label: "Evicted", value: 16 },
          { label: "OOMKilled", value: 15 },
        ],
      },
    },
  ],
  markdown: [{ type: "markdown", text: MARKDOWN }],
  alert: ["default", "info", "warning", "error", "success"].map(alert),
  card: [CARD],
  carousel: [{ type: "carousel", elements: [CARD, { ...CARD, block_id: "second", title: mrkdwn("*search*") }] }],
  container: [
    {
      type: "container",
      title: plain("checkout"),
      subtitle: mrkdwn("payments"),
      icon: IMAGE,
      is_collapsible: true,
      has_header_divider: true,
      child_blocks: [
        { type: "section", text: mrkdwn("32 of 43 pods crash-loop.") },
        { type: "actions", elements: [button] },
      ],
    },
  ],
  context_actions: [
    {
      type: "context_actions",
      elements: [
        {
          type: "feedback_buttons",
          action_id: "feedback",
          positive_button: { text: plain("Good answer"), value: "good" },
          negative_button: { text: plain("Bad answer"), value: "bad" },
        },
        { type: "icon_button", action_id: "delete", icon: "trash", text: plain("Delete") },
      ],
    },
  ],
  file: [{ type: "file", external_id: "postmortem-2026-05", source: "remote" }],
  video: [
    {
      type: "video",
      title: plain("The talk"),
      title_url: "https://example.com",
      video_url: "https://example.com/v",
      thumbnail_url: DOT,
      alt_text: "A talk",
      author_name: "Ana",
      provider_name: "Example",
    },
  ],
  "plan and task_card": [
    { type: "plan", title: "Looking into it", tasks: ["complete", "in_progress", "pending", "error"].map(task) },
    { ...task("complete"), details: RICH, sources: [{ type: "url", url: "https://example.com", text: "source" }] },
  ],
};

const ATTACHMENTS: Example = {
  name: "attachments",
  blocks: [],
  attachments: [
    { color: "danger", blocks: [{ type: "section", text: { type: "mrkdwn", text: "*CheckoutErrors* fires" } }] },
    {
      color: "#2eb67d",
      title: "Resolved",
      title_link: "https://example.com",
      text: "after *12 min*",
      fields: [
        { title: "Severity", value: "critical", short: true },
        { title: "Owner", value: "ana", short: true },
      ],
      footer: "Alertmanager",
      ts: "1790000000",
    },
  ],
};

let counted = 0;
const withIds = (block: Loose): Loose => ({ ...block, block_id: block.block_id ?? `example-${(counted += 1)}` });

export const EXAMPLES: Example[] = [
  ...Object.entries(SHOWN).map(([name, blocks]) => ({ name, blocks: blocks.map(withIds) })),
  ATTACHMENTS,
];
