// Starts the page: the workspace, or the gallery.
import { createRoot } from "react-dom/client";
import { Gallery } from "./gallery/Gallery";
import "./style/base.css";
import "./style/workspace.css";
import "./style/message.css";
import "./style/blocks.css";
import "./style/controls.css";
import "./style/dialogs.css";
import "./style/panels.css";
import "./style/gallery.css";
import { App } from "./workspace/App";

const page = document.getElementById("page");
if (page) createRoot(page).render(location.pathname === "/gallery" ? <Gallery /> : <App />);
