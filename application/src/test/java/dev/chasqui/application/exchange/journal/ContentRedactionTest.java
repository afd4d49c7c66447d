package dev.chasqui.application.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/** The log gets only words of a backend's failure that cannot come from the conversation. */
class ContentRedactionTest {
    private static final String CONTENT =
            "My Geheimnis is hunter2 and my verylongpassphrase; tell nobody. Out of office memory.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    CUDA error: out of memory                          | CUDA error: out of memory
                    model name=tiny failed to load                     | model name=tiny failed to load
                    cannot read hunter2                                | cannot read …
                    cannot read Geheimnis, nor verylongpassphrase      | cannot read …, nor …
                    failed at: tell nobody                             | failed at: … …
                    failed at: out of office, out of order             | failed at: … … …, out of order
                    Missing 'role' in message: {"content":"Hi"}        | Missing … in message: …
                    bad text "so be it" in [1, 2]                      | bad text … in …
                    bad text "so it is, and so                         | bad text …
                    it doesn't fit, doesn't it                         | it doesn't fit, doesn't it
                    """)
    void whatMayBeContentIsLeftOut(String said, String logged) {
        assertThat(own(said)).isEqualTo(logged);
    }

    @Test
    void whatIsLongIsCut() {
        assertThat(own("so it is. ".repeat(100))).hasSize(201).endsWith("…");
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        Failure failure = new Failure.BackendUnreachable("b", "hunter2");
        assertThat(ContentRedaction.redact(failure, Optional.of(() -> CONTENT))).isSameAs(failure);
    }

    private static String own(String said) {
        Failure failure =
                ContentRedaction.redact(
                        new Failure.BackendFailed("b", "why", Optional.of(said)),
                        Optional.of(() -> CONTENT));
        Failure broke =
                ContentRedaction.redact(
                        new Failure.BackendBroke("b", "why", Optional.of(said)),
                        Optional.of(() -> CONTENT));
        String own = ((Failure.BackendFailed) failure).said().orElseThrow();
        assertThat(((Failure.BackendBroke) broke).said()).contains(own);
        return own;
    }
}
