package dev.chasqui.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class OptionsTest {
    private static final Path CACHE = Path.of("cache");

    @Test
    void withoutOptionsTheRunIsComplete() {
        Options options = Options.parse(List.of(), CACHE);

        assertThat(options.isComplete()).isTrue();
        assertThat(options.cache()).isEqualTo(CACHE);
        assertThat(options.selects("memory")).isTrue();
    }

    @Test
    void onlyChoosesRowsByAPattern() {
        Options options = parse("--only cpu|first --minutes 0.5");

        assertThat(options.selects("cpu-1k")).isTrue();
        assertThat(options.selects("memory")).isFalse();
        assertThat(options.minutes()).contains(Duration.ofSeconds(30));
        assertThat(options.isComplete()).isFalse();
    }

    @Test
    void thePoolIsARunOfItsOwn() {
        Options options = parse("--pool --only herd");

        assertThat(options.pool()).isTrue();
        assertThat(options.selects("herd")).isTrue();
        assertThat(options.isComplete()).isFalse();
        assertThat(parse("--pool").isComplete()).isTrue();
        assertThat(parse("--quick").pool()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "--only", "--only (", "--minutes ten"})
    void aWrongCommandLineIsRefused(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(line))
                .withMessageStartingWith("--");
    }

    private static Options parse(String line) {
        return Options.parse(List.of(line.split(" ")), CACHE);
    }
}
