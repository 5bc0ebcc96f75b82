// What no map in a browser can beat by much: JSON.parse, a sort by time, and points by WebGL in the next frame.
import { HEIGHT, VIEW, WIDTH, fetchByTime, frame, project, within } from "./common.js";

const VERTEX = `attribute vec2 place; uniform vec4 view;
void main() { gl_Position = vec4((place - view.xy) * view.zw, 0, 1); gl_PointSize = 8.0; }`;
const FRAGMENT = `precision mediump float;
void main() { if (distance(gl_PointCoord, vec2(0.5)) > 0.5) discard; gl_FragColor = vec4(0.8, 0.1, 0.1, 1); }`;

export default function limit(box) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  box.append(canvas);
  const gl = canvas.getContext("webgl2", { antialias: false });
  const program = shaders(gl);
  // Numbers of 32 bits are exact enough only near the middle of the map.
  const [middleX, middleY] = project(VIEW[0], VIEW[1]);
  let times, shown;

  function look(lng, lat, zoom) {
    const [x, y] = project(lng, lat);
    const world = 256 * 2 ** zoom;
    gl.uniform4f(gl.getUniformLocation(program, "view"), x - middleX, y - middleY, (2 * world) / WIDTH, (-2 * world) / HEIGHT);
  }
  async function draw() {
    await frame();
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.drawArrays(gl.POINTS, shown[0], shown[1] - shown[0]);
  }
  look(...VIEW);
  return {
    async load(url) {
      const feed = await fetchByTime(url);
      times = feed.times;
      shown = [0, times.length];
      const places = new Float32Array(2 * times.length);
      feed.features.forEach(({ geometry: { coordinates } }, at) => {
        const [x, y] = project(coordinates[0], coordinates[1]);
        places[2 * at] = x - middleX;
        places[2 * at + 1] = y - middleY;
      });
      gl.bufferData(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
      await draw();
    },
    async setWindow(start, end) {
      shown = within(times, start, end);
      await draw();
      return shown[1] - shown[0];
    },
    async setView(lng, lat, zoom) {
      look(lng, lat, zoom);
      await draw();
    },
    painted: () => null,
    canvases: () => [canvas],
  };
}

function shaders(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.clearColor(1, 1, 1, 1);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  const place = gl.getAttribLocation(program, "place");
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
  return program;
}
