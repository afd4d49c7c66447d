package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/** The rules of {@link AuditTrail}. */
abstract class AuditTrailContract extends DatabaseCase {
    private static final Instant NOW = Instant.parse("2026-11-30T12:34:56.789012Z");

    private AuditTrail trail() {
        return database().audit();
    }

    private static AuditEntry entry(String subject) {
        return new AuditEntry(NOW, "root", "user.create", subject, "", "{\"name\":\"ana\"}");
    }

    @Test
    void theNewestEntriesComeFirstAlsoAfterReopening() {
        for (int i = 0; i < 5; i++) {
            trail().add(entry("user " + i));
        }
        reopen();
        trail().add(entry("user 5"));

        assertThat(trail().newest(3))
                .containsExactly(entry("user 5"), entry("user 4"), entry("user 3"));
        assertThat(trail().newest(100)).hasSize(6);
    }

    @Test
    void textsOfAnyKindAreKept() {
        AuditEntry long1 =
                new AuditEntry(
                        NOW,
                        "o'brien",
                        "config",
                        "\u00fcber \ud83d\ude00",
                        "{\"text\":\"" + "x".repeat(100_000) + "\"}",
                        "");
        trail().add(long1);
        trail().add(entry("with \0 in it"));
        assertThat(trail().newest(2)).containsExactly(entry("with \ufffd in it"), long1);
    }

    @Test
    void severalServersWriteOne() {
        try (Database other = another()) {
            other.audit().add(entry("a"));
            trail().add(entry("b"));
            assertThat(other.audit().newest(9)).containsExactly(entry("b"), entry("a"));
        }
    }
}
