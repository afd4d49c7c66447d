package dev.chasqui.domain.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1363148, 1.3 MiB",
        "5368709120, 5.0 GiB",
        "2199023255552, 2048.0 GiB"
    })
    void forPeopleATenthIsEnough(long bytes, String text) {
        assertThat(new ByteSize(bytes).rounded()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "10B,10",
        "2KB,2000",
        "2KiB,2048",
        "32MiB,33554432",
        "20GB,20000000000",
        "1GiB,1073741824",
        "3TB,3000000000000",
        "1TiB,1099511627776"
    })
    void aTextIsRead(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MiB", "32 MiB", "32mib", "-1", "1.5GiB", "1PB", "999999999999999GiB"})
    void anythingElseMeansNoSize(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0B", "1023B", "1KiB", "32MiB", "1025GiB", "2TiB"})
    void aSizeIsWrittenInItsLargestWholeUnit(String text) {
        assertThat(ByteSize.parse(text)).map(ByteSize::toString).contains(text);
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> new ByteSize(-1)).hasMessage("bytes: -1 (expected: at least 0)");
    }
}
