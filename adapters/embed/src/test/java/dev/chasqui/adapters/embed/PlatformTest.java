package dev.chasqui.adapters.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x64, 2",
        "Linux, aarch64, linux-aarch64, 2",
        "Mac OS X, aarch64, osx-aarch64, 2",
        "Mac OS X, x86_64, osx-x64, 2",
        "Windows 11, amd64, win-x64, 2",
        "Linux, riscv64, linux-riscv64, 0",
        "FreeBSD, amd64, freebsd-x64, 0"
    })
    void itHasTheNameOfTheFolderWithItsLibraries(
            String system, String processor, String name, int libraries) {
        assertThat(Platform.name(system, processor)).isEqualTo(name);
        assertThat(PackedFile.natives(name)).hasSize(libraries);
    }
}
