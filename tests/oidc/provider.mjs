// An OpenID provider that this project did not write (npm oidc-provider), for tests/api/oidc/peer.rs. Signs in at once as
// the person named by the path of the interaction. Arguments: the address that browsers come back to.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

// Nobody reads what it says of its defaults, and a pipe that nobody reads ends the program.
console.info = console.warn = () => {};

const [callback] = process.argv.slice(2);
const claims = {
  TechID: "P1",
  LoaiTaiKhoan: "1",
  HoVaTen: "Trịnh Thị Ngoài".normalize("NFD"),
  SoDinhDanh: "001099000071",
  NgayThangNamSinh: "19880808",
  SoDienThoai: "0900000071",
  loginIdp: "BCA",
};
const key = (type, options) => generateKeyPairSync(type, options).privateKey.export({ format: "jwk" });

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: ["RS256", "ES256", "PS256"].map((alg) => ({
      client_id: `motcua-${alg}`,
      client_secret: "a-secret-of-more-than-thirty-two-letters",
      redirect_uris: [callback],
      post_logout_redirect_uris: ["https://motcua.test/"],
      id_token_signed_response_alg: alg,
    })),
    jwks: { keys: [key("rsa", { modulusLength: 2048 }), key("ec", { namedCurve: "P-256" })] },
    cookies: { keys: ["only-for-this-test"] },
    acrValues: ["LoA1"],
    claims: { openid: ["sub", "acr", "auth_time"], citizen: Object.keys(claims) },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid citizen");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    const login = { accountId: "somebody", acr: "LoA1", remember: false };
    provider.interactionFinished(request, response, { login }).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  console.log(`listening ${issuer}`);
});
