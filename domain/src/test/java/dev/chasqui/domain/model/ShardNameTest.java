package dev.chasqui.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardNameTest {

    @Test
    void aShardNamesTheOthers() {
        ShardName first = ShardName.of("dir/big-Q8-00001-of-00003.GGUF").orElseThrow();

        assertThat(first).isEqualTo(new ShardName("dir/big-Q8", 1, 3, ".GGUF"));
        assertThat(first).hasToString("dir/big-Q8-00001-of-00003.GGUF");
        assertThat(first.at(3)).hasToString("dir/big-Q8-00003-of-00003.GGUF");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"big.gguf", "big-1-of-3.gguf", "big-00001-of-00003.bin", "-00001-of-00003"})
    void aWholeModelIsNone(String name) {
        assertThat(ShardName.of(name)).isEmpty();
    }
}
