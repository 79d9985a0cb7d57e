// Draws an element by its type.
import type { ComponentType } from "react";
import { Unknown } from "../blocks/Unknown";
import { Button } from "./Button";
import { Checkboxes, RadioButtons } from "./Choices";
import { DirectorySelect } from "./DirectorySelect";
import { ExternalSelect } from "./ExternalSelect";
import { FeedbackButtons, IconButton } from "./Feedback";
import { FileInput } from "./FileInput";
import { Overflow } from "./Overflow";
import { Picker } from "./Pickers";
import { Picture } from "./Picture";
import { RichTextInput } from "./RichTextInput";
import { MultiSelect, Select } from "./Select";
import { TextInput } from "./TextInput";

const Accessory = ({ element }: { element: { alt_text: string } }) => (
  <Picture image={element} className="accessory-image" />
);

// Each takes the element of its own type: what the types cannot say of a table by name, the names do.
const DRAWN: Record<string, ComponentType<{ element: never }>> = {
  button: Button,
  workflow_button: Button,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  overflow: Overflow,
  static_select: Select,
  multi_static_select: MultiSelect,
  external_select: ExternalSelect,
  multi_external_select: ExternalSelect,
  users_select: DirectorySelect,
  multi_users_select: DirectorySelect,
  channels_select: DirectorySelect,
  multi_channels_select: DirectorySelect,
  conversations_select: DirectorySelect,
  multi_conversations_select: DirectorySelect,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: RichTextInput,
  file_input: FileInput,
  feedback_buttons: FeedbackButtons,
  icon_button: IconButton,
  image: Accessory,
};

export function Element({ element }: { element: { type: string } }) {
  const Drawn = DRAWN[element.type] as ComponentType<{ element: { type: string } }> | undefined;
  return Drawn ? <Drawn element={element} /> : <Unknown what="element" type={element.type} />;
}
