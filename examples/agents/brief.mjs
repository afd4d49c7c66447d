// /brief: asks the model for a short answer and puts "In short: " before it. node brief.mjs [PORT]
import { createServer } from "node:http";

const server = createServer(async (incoming, response) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { command, request, chain } = JSON.parse(Buffer.concat(chunks));
  const begin = (type) => response.writeHead(200, { "Content-Type": type });
  const say = (line) => response.write(JSON.stringify(line) + "\n");
  const rule = `Answer in at most ${command.arguments.named.words ?? 30} words.`;
  const edit = { request: { messages: [{ role: "system", content: rule }, ...request.messages] } };
  if (command.arguments.values.includes("edit")) { // /brief(edit): the reply goes past this service
    begin("application/json");
    return response.end(JSON.stringify(edit));
  }
  begin("application/x-ndjson");
  say({ progress: "asking the model" });
  const headers = { Authorization: `Bearer ${chain.token}`, "Content-Type": "application/json" };
  try {
    const reply = await fetch(chain.url, { method: "POST", headers, body: JSON.stringify(edit) });
    if (!reply.ok) throw new Error(`the chain answered ${reply.status}`);
    say({ text: "In short: " });
    // Lines such as {"text": …}; the last one says that it is done.
    for await (const lines of reply.body) response.write(lines);
  } catch (failed) {
    say({ error: failed.message });
  }
  response.end();
});
server.listen(process.argv[2] ?? 9100, "127.0.0.1", () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}`));
