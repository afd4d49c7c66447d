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
    void withoutOptionsTheRunIsWhole() {
        Options options = Options.parse(List.of(), CACHE);

        assertThat(options.isWhole()).isTrue();
        assertThat(options.cache()).isEqualTo(CACHE);
        assertThat(options.wants("memory")).isTrue();
    }

    @Test
    void onlyChoosesRowsByAPattern() {
        Options options = parse("--only cpu|first --minutes 0.5");

        assertThat(options.wants("cpu-1k")).isTrue();
        assertThat(options.wants("memory")).isFalse();
        assertThat(options.minutes()).contains(Duration.ofSeconds(30));
        assertThat(options.isWhole()).isFalse();
    }

    @Test
    void thePoolIsARunOfItsOwn() {
        Options options = parse("--pool --only herd");

        assertThat(options.pool()).isTrue();
        assertThat(options.wants("herd")).isTrue();
        assertThat(options.isWhole()).isFalse();
        assertThat(parse("--pool").isWhole()).isTrue();
        assertThat(parse("--quick").pool()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "--only", "--only (", "--minutes ten"})
    void whatItDoesNotUnderstandIsRefused(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(line))
                .withMessageStartingWith("--");
    }

    private static Options parse(String line) {
        return Options.parse(List.of(line.split(" ")), CACHE);
    }
}
