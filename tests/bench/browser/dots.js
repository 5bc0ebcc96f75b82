// The map with each incident as a dot, and nothing beside it.
import { HEIGHT } from "./common.js";
import { element } from "./ours.js";

export default (box) => element(box, { display: "dots", controls: "none" }, HEIGHT);
