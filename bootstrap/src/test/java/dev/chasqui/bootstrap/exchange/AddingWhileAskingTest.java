package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Documents are added, replaced and removed during requests.
 *
 * <p>Each writer owns some documents. Each of these is about a subject of its own and contains its
 * edition, so that an answer shows if it rests on the current one.
 */
class AddingWhileAskingTest {
    private static final int WRITERS = 4;
    private static final int ASKERS = 8;
    private static final int ROUNDS = 12;

    @Test
    void whatIsAcknowledgedIsFoundAtOnceAndWhatIsReplacedNeverAgain() throws Exception {
        try (Setting setting = Setting.with(Client.OPENAI, "", "", PluginJars.RAG);
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            Collections collections = new Collections(setting.port());
            var _ = collections.add("handbook", "first.md", "The first document of all.");
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Future<Integer>> askers = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                Client client = i % 2 == 0 ? Client.OPENAI : Client.OLLAMA;
                askers.add(people.submit(() -> ask(setting.port(), client, writing)));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(people.submit(writer(setting.port(), i)));
            }

            try {
                for (Future<?> writer : writers) {
                    var _ = writer.get();
                }
            } finally {
                writing.set(false);
            }
            for (Future<Integer> asker : askers) {
                assertThat(asker.get()).isPositive();
            }

            assertThat(collections.names("handbook")).hasSize(1 + WRITERS * ROUNDS / 2);
            for (int writer = 0; writer < WRITERS; writer++) {
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(found(setting.port(), subject(writer, round)))
                            .containsExactlyElementsOf(
                                    round % 2 == 0
                                            ? List.of(edition(writer, round, 2))
                                            : List.of());
                }
            }
        }
    }

    /** Adds and replaces one document per round, and removes every other one again. */
    private static Callable<Void> writer(int port, int writer) {
        return () -> {
            Collections collections = new Collections(port);
            for (int round = 0; round < ROUNDS; round++) {
                String subject = subject(writer, round);
                String name = subject + ".md";
                for (int edition = 1; edition <= 2; edition++) {
                    String text = edition(writer, round, edition);
                    var _ = collections.add("handbook", name, text);
                    assertThat(found(port, subject)).containsExactly(text);
                }
                if (round % 2 == 1) {
                    assertThat(collections.delete("/handbook/documents/" + name).status())
                            .isEqualTo(200);
                    assertThat(found(port, subject)).isEmpty();
                }
            }
            return null;
        };
    }

    /** Sends requests until all writers have ended; returns the number of requests. */
    private static int ask(int port, Client client, AtomicBoolean writing) throws IOException {
        int asked = 0;
        while (writing.get() || asked == 0) {
            String subject = subject(asked % WRITERS, asked % ROUNDS);
            Reply reply =
                    client.ask(
                            port,
                            Client.question(
                                    "/rag What is document about " + subject + "?",
                                    asked % 2 == 0));

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.ended() || asked % 2 == 1).isTrue();
            assertThat(texts(reply).filter(text -> text.contains(subject)))
                    .hasSizeLessThanOrEqualTo(1);
            asked++;
        }
        return asked;
    }

    /** Returns the passages about a subject on which an answer rests. */
    private static List<String> found(int port, String subject) throws IOException {
        Reply reply =
                Client.OPENAI.ask(
                        port, Client.question("/rag What is about " + subject + "?", false));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return texts(reply).filter(text -> text.contains(subject)).toList();
    }

    private static Stream<String> texts(Reply reply) {
        return reply.beside("citations").stream()
                .flatMap((Json.Obj citation) -> citation.text("passage").stream());
    }

    private static String subject(int writer, int round) {
        return "subject" + (char) ('a' + writer) + "x" + (char) ('a' + round);
    }

    private static String edition(int writer, int round, int edition) {
        return "This is document about " + subject(writer, round) + ", edition " + edition + ".";
    }
}
