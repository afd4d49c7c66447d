package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The placeholders of a launch, and launches that are not valid. */
class LaunchTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theTwoPlaceholdersAreFilledInAndNothingElse() {
        Launch launch =
                new Launch(
                        List.of("server", "--port=${port}", "${home}", "$port"),
                        Map.of("KEY", "${key}", "URL", "http://x:${port}/${key}"),
                        "/health",
                        SECOND,
                        SECOND);

        Launch filled = launch.on(42, "k");

        assertThat(filled.command()).containsExactly("server", "--port=42", "${home}", "$port");
        assertThat(filled.environment())
                .containsEntry("KEY", "k")
                .containsEntry("URL", "http://x:42/k");
        assertThat(filled.toString()).isEqualTo("Launch[server]");
    }

    @Test
    void moreArgumentsComeLastAndAllElseStays() {
        Launch launch =
                new Launch(
                        List.of("server", "a"),
                        Map.of("KEY", "${key}"),
                        "/ready",
                        SECOND,
                        SECOND.plusMillis(1),
                        false);

        assertThat(launch.with(List.of("b", "c")))
                .isEqualTo(
                        new Launch(
                                List.of("server", "a", "b", "c"),
                                Map.of("KEY", "${key}"),
                                "/ready",
                                SECOND,
                                SECOND.plusMillis(1),
                                false));
    }

    @Test
    void oneThatCannotBeSaysWhy() {
        assertThatThrownBy(() -> launch(List.of(), "/", SECOND, SECOND))
                .hasMessageStartingWith("command: ");
        assertThatThrownBy(() -> launch(List.of("a"), "health", SECOND, SECOND))
                .hasMessage("health: health (expected: a path that begins with /)");
        assertThatThrownBy(() -> launch(List.of("a"), "/", Duration.ZERO, SECOND))
                .hasMessageStartingWith("patience: PT0S");
        assertThatThrownBy(() -> launch(List.of("a"), "/", SECOND, SECOND.negated()))
                .hasMessageStartingWith("grace: PT-1S");
    }

    private static Launch launch(
            List<String> command, String health, Duration patience, Duration grace) {
        return new Launch(command, Map.of(), health, patience, grace);
    }
}
