package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.ledger.Cost;
import dev.chasqui.application.ledger.LedgerSettings;
import dev.chasqui.application.ledger.LedgerWriter;
import dev.chasqui.application.ledger.MemoryLedger;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A ledger whose store is frozen, behind a server. */
class FrozenLedgerTest {
    private static final String CHAT =
            "{\"model\":\"hello\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final CountDownLatch thawed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final MemoryLedger kept = new MemoryLedger();

    private final Ledger frozen =
            new Ledger() {
                @Override
                public void add(List<LedgerEntry> entries) {
                    asked.countDown();
                    try {
                        thawed.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    kept.add(entries);
                }

                @Override
                public void addSums(Unentered sums) {
                    kept.addSums(sums);
                }

                @Override
                public List<Sum> sums(Query query, By by) {
                    return kept.sums(query, by);
                }

                @Override
                public List<ModelHour> modelHours(Instant from, Instant until) {
                    return kept.modelHours(from, until);
                }

                @Override
                public List<LedgerEntry> newest(Query query, Optional<String> before, int most) {
                    return kept.newest(query, before, most);
                }

                @Override
                public Optional<LedgerEntry> find(String id) {
                    return kept.find(id);
                }

                @Override
                public Map<String, ExchangeContent> contents(List<String> ids) {
                    return kept.contents(ids);
                }

                @Override
                public long forgetContent(String user) {
                    return kept.forgetContent(user);
                }

                @Override
                public long prune(Instant olderThan, long most) {
                    return kept.prune(olderThan, most);
                }
            };

    @Test
    void delaysNoAnswerAndLosesNothingBelowTheBound() throws Exception {
        var settings = new LedgerSettings(true, 10, Duration.ofDays(1), 1_000, false);
        try (LedgerWriter writer =
                        new LedgerWriter(frozen, Cost.FREE, settings, InstantSource.system());
                TestServer server = TestServer.start()) {
            server.also = writer;
            chat(server, 1);
            asked.await();
            chat(server, 11);
            // The last one is recorded after its answer.
            Polled.untilPasses(() -> assertThat(writer.dropped()).isEqualTo(2));
            assertThat(writer.waiting()).isEqualTo(10);

            thawed.countDown();
            Polled.untilPasses(() -> assertThat(writer.waiting()).isZero());
        }
        var all =
                new Ledger.Query(
                        Instant.EPOCH, Instant.now().plus(Duration.ofDays(1)), Optional.empty());
        assertThat(kept.sums(all, Ledger.By.KEY).getFirst().requests()).isEqualTo(12);
        assertThat(kept.newest(all, Optional.empty(), 99))
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.bytesIn()).isEqualTo(CHAT.length()))
                .allSatisfy(entry -> assertThat(entry.kind()).isEqualTo("chat"));
    }

    private static void chat(TestServer server, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(RawHttp.post(server.server.port(), "/v1/chat/completions", CHAT).status())
                    .isEqualTo(200);
        }
    }
}
