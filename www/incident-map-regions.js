// Where the bundled map's parts of the world in detail are, which is loaded where a map looks at other countries than Haiti.
export { regionUrls } from "beside";
