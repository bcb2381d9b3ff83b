// 10,000 messages of 30 KB through a pool of npm nodemailer: `node nodemailer.mjs PORT CONNECTIONS`
import nodemailer from "nodemailer";

const [port, connections] = process.argv.slice(2).map(Number);
const transport = nodemailer.createTransport({
  host: "127.0.0.1", port, secure: false, ignoreTLS: true, pool: true, maxConnections: connections, maxMessages: Infinity,
});
const line = "<p>Le nouveau poste de travail arrive : « tout est prêt », dit l’équipe.</p>\n";
const filler = line.repeat(Math.floor(27000 / 80));
const send = (n) => transport.sendMail({
  from: "Agora <agora@horizon.example>",
  to: `reader${n}@horizon.example`,
  subject: `Bonjour Zoé ${n}`,
  text: `Bonjour Zoé ${n}`,
  html: `<html lang="fr"><body><h1>Bonjour Zoé ${n}</h1>\n${filler}</body></html>`,
});
let next = 0;
const worker = async () => { while (next < 10000) await send(next++); };
await Promise.all(Array.from({ length: connections * 2 }, worker));
transport.close();
