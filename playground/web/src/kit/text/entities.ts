// Slack escapes three characters in mark-up, and no others. https://docs.slack.dev/messaging/formatting-message-text/

const CHARACTERS: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Returns the text as it is read: `&lt;`, `&gt;` and `&amp;` become characters, once. */
export const unescaped = (text: string): string =>
  text.replace(/&(?:lt|gt|amp);/g, (entity) => CHARACTERS[entity] ?? entity);
