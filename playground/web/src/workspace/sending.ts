// Where a typed line goes: a slash command to the app, an invitation to the workspace, anything else into the channel.
import type { Channel } from "../server/types";
import { useDesk } from "./Desk";

/** Returns a function that sends a line: a slash command to the app, anything else, and what goes with files, as a message. */
export function useSend(channel: Channel, thread: string): (said: string, files: string[]) => void {
  const { model, now } = useDesk();
  return (said, files) => {
    const [word = ""] = said.split(/\s/);
    if (!word.startsWith("/") || files.length > 0) {
      void model.attempt("write", { channel: channel.id, text: said, thread_ts: thread || null, files });
    } else if (word === "/invite" && said.includes(`@${now.state.bot.name}`) && !channel.is_im) {
      void model.attempt("invite", { channel: channel.id });
    } else if (word !== now.state.commands.command) {
      model.toast(
        `${word} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands.`,
      );
    } else if (thread) {
      model.toast(`${word} is not supported in threads. Sorry!`);
    } else {
      void model.attempt("slash", { channel: channel.id, command: word, text: said.slice(word.length).trim() });
    }
  };
}
