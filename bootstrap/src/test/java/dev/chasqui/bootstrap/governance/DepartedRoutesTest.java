package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Requests through every route before backends outside: whatever body reaches one of them is in the
 * decision ledger with its SHA-256, and that before it is sent.
 */
class DepartedRoutesTest {

    @Test
    void everyBodyThatReachesABackendOutsideIsEntered(@TempDir Path data) throws IOException {
        Set<String> late = new ConcurrentSkipListSet<>();
        try (OutsideBackends outside =
                new OutsideBackends(
                        data, ",'decisions':{'onFailure':'refuse'}", PluginJars.PARALLEL)) {
            for (HttpRoute route : outside.server().routes()) {
                answer(outside, route.path(), data, late);
            }
            answer(outside, "/odd", data, late);
            answer(outside, "/api/odd", data, late);
            for (String route : routes(outside)) {
                String method = route.replaceFirst(" .*", "");
                String path = route.replaceFirst(".* ", "").replaceAll("\\{[^}]*}", "hello");
                for (CanaryBodies.Body body : CanaryBodies.of(path)) {
                    outside.send(method, path, body.text(), body.headers().toArray(Header[]::new));
                }
            }

            check(outside.openAi, data, 20);
            check(outside.ollama, data, 5);
            assertThat(outside.send("GET", "/admin/decisions/verify", "").text())
                    .contains("\"ok\":true");
        }
        assertThat(late).isEmpty();
        assertThat(OutsideBackends.ledger(data))
                .doesNotContain(CanaryBodies.WORD, CanaryBodies.SECRET);
    }

    private static List<String> routes(OutsideBackends outside) {
        List<String> routes =
                new ArrayList<>(
                        List.of("POST /upstream/hello/odd", "POST /upstream/small/api/odd"));
        for (HttpRoute route : outside.server().routes()) {
            String method = route.method().text();
            if (List.of("POST", "PUT", "PATCH").contains(method)
                    && route.access() != Access.PUBLIC
                    && !route.path().startsWith("/admin/")) {
                routes.add(method + " " + route.path());
            }
        }
        return routes;
    }

    /** Has both backends answer, and notes a body in memory that they see before the ledger. */
    private static void answer(OutsideBackends outside, String path, Path data, Set<String> late) {
        for (FakeBackend backend : List.of(outside.openAi, outside.ollama)) {
            Answer well =
                    backend.equals(outside.openAi)
                            ? path.equals(OutsideBackends.CHAT)
                                    ? FakeOpenAi.chat("Hello there!")
                                    : Answer.json(200, "{\"object\":\"list\",\"data\":[]}")
                            : path.equals("/api/chat")
                                    ? FakeOllama.chat("Hello there!")
                                    : Answer.json(200, "{}");
            backend.on(
                    "POST",
                    path,
                    Answer.choose(
                            request -> {
                                String ledger = OutsideBackends.ledger(data);
                                // Of a body that flows the entry before has no hash yet.
                                if (!ledger.contains(Sha256.of(request.body()))
                                        && !path.contains("odd")
                                        && !path.contains("audio")
                                        && !path.contains("images")) {
                                    late.add(path);
                                }
                                return well;
                            }));
        }
    }

    private static void check(FakeBackend backend, Path data, int least) {
        List<Received> sent =
                backend.received().stream().filter(one -> one.message().body().length > 0).toList();
        assertThat(sent).hasSizeGreaterThan(least);
        Polled.untilPasses(
                () -> {
                    String ledger = OutsideBackends.ledger(data);
                    assertThat(sent)
                            .allSatisfy(
                                    one ->
                                            assertThat(ledger)
                                                    .as(one.message().firstLine())
                                                    .contains(Sha256.of(one.message().body())));
                });
    }
}
