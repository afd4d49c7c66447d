package dev.chasqui.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1:8000", "localhost,localhost:8000", "::1,[::1]:8000"})
    void anAddressOfIpv6HasItsBrackets(String host, String written) {
        assertThat(HostPort.of(host, 8000)).isEqualTo(written);
    }
}
