// A tus server of other people's making, with just enough of a hub in front that our client will speak to it.
import http from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [folder, hubId] = process.argv.slice(2);
const tus = new Server({ path: "/api/v1/uploads", datastore: new FileStore({ directory: folder }) });
const hub = JSON.stringify({ hub_id: hubId, epoch: 1, name: "Foreign", wire: [1] });

const server = http.createServer((request, response) => {
  if (request.url === "/api/v1/hub") {
    response.writeHead(200, { "Content-Type": "application/json" }).end(hub);
  } else {
    tus.handle(request, response);
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
