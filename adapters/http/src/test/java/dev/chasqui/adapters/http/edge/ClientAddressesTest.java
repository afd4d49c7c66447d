package dev.chasqui.adapters.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.network.IpNetwork;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.Set;

class ClientAddressesTest {
    private static final InetAddress LOOPBACK = address("127.0.0.1");

    private final ClientAddresses trustingNobody = new ClientAddresses(Set.of());
    private final ClientAddresses trusting =
            new ClientAddresses(Set.of(network("127.0.0.1"), network("10.0.0.0/8")));

    private static InetAddress address(String text) {
        return IpNetwork.address(text).orElseThrow();
    }

    private static IpNetwork network(String text) {
        return IpNetwork.parse(text).orElseThrow();
    }

    /** Returns the headers in a text of {@code Name: value}, separated by bars. */
    private static Headers headers(String lines) {
        WritableHeaders<?> headers = WritableHeaders.create();
        for (String line : lines.split("\\|", -1)) {
            String[] parts = line.strip().split(": ?", 2);
            headers.add(HeaderNames.create(parts[0]), parts[1]);
        }
        return headers;
    }

    @Test
    void aClientWithoutAProxyHasThePeersAddress() {
        Headers none = headers("Host: localhost | X-Forward: 1.2.3.4");
        for (ClientAddresses clients : new ClientAddresses[] {trustingNobody, trusting}) {
            assertThat(clients.of(LOOPBACK, false, none)).contains(LOOPBACK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via: 1.1 proxy",
                "X-Real-IP: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "X-Forwarded-For: 127.0.0.1",
                "x-forwarded-for: 127.0.0.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Anything: at all",
                "X-Forwarded-For:",
            })
    void aProxyThatIsNotTrustedHidesItsClient(String header) {
        assertThat(trustingNobody.of(LOOPBACK, false, headers(header))).isEmpty();
        assertThat(trusting.of(address("192.168.0.1"), false, headers(header))).isEmpty();
    }

    @Test
    void anHttp10RequestCountsAsOneOfAProxy() {
        Headers none = headers("Host: 127.0.0.1");
        assertThat(trustingNobody.of(LOOPBACK, true, none)).isEmpty();
        assertThat(trusting.of(LOOPBACK, true, none)).isEmpty();
        assertThat(trusting.of(LOOPBACK, true, headers("X-Real-IP: 203.0.113.9")))
                .contains(address("203.0.113.9"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "X-Forwarded-For: 203.0.113.9; 203.0.113.9",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.9; 203.0.113.9",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.9, 10.1.1.1; 203.0.113.9",
                "X-Forwarded-For: 127.0.0.1 | X-Forwarded-For: 203.0.113.9; 203.0.113.9",
                "X-Forwarded-For: 203.0.113.9 | X-Forwarded-For: 10.1.1.1; 203.0.113.9",
                "X-Forwarded-For: nonsense, 203.0.113.9; 203.0.113.9",
                "X-Forwarded-For: 203.0.113.9:4711; 203.0.113.9",
                "X-Forwarded-For: 2001:db8::1; 2001:db8::1",
                "X-Forwarded-For: [2001:db8::1]:4711; 2001:db8::1",
                "X-Forwarded-For: ::ffff:203.0.113.9; 203.0.113.9",
                "X-Forwarded-For: 127.0.0.1; 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1, 10.1.1.1; 127.0.0.1",
                "X-Forwarded-For: ::1; ::1",
                "X-Real-IP: 203.0.113.9; 203.0.113.9",
                "X-Real-IP: 203.0.113.9 | X-Forwarded-For: 127.0.0.1, 203.0.113.9; 203.0.113.9",
                "Forwarded: for=203.0.113.9; 203.0.113.9",
                "Forwarded: For=\"[2001:db8::1]:4711\"; 2001:db8::1",
                "Forwarded: for=127.0.0.1, for=203.0.113.9; 203.0.113.9",
                "Forwarded: for=203.0.113.9 | X-Forwarded-For: 203.0.113.9; 203.0.113.9",
            })
    void ofATrustedProxyTheLastAddressThatIsNotTrustedCounts(String headers, String client) {
        assertThat(trusting.of(LOOPBACK, false, headers(headers))).contains(address(client));
    }

    @Test
    void theParametersOfForwardedComeInAnyOrder() {
        Headers headers = headers("Forwarded: proto=http; FOR = 1.1.1.1");
        assertThat(trusting.of(LOOPBACK, false, headers)).isEmpty();
        headers = headers("Forwarded: proto=http;for=\"203.0.113.9:80\"; by=_hidden");
        assertThat(trusting.of(LOOPBACK, false, headers)).contains(address("203.0.113.9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via: 1.1 proxy",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For:",
                "X-Forwarded-For: unknown",
                "X-Forwarded-For: localhost",
                "X-Forwarded-For: 127.0.0.1, unknown",
                "X-Forwarded-For: 127.0.0.1,",
                "X-Forwarded-For: 127.1",
                "X-Forwarded-For: 0177.0.0.1",
                "X-Real-IP: 127.0.0.1 | X-Real-IP: 127.0.0.1",
                "X-Real-IP: 127.0.0.1, 127.0.0.1",
                "X-Real-IP: 127.0.0.1 | X-Forwarded-For: 203.0.113.9",
                "X-Real-IP: 203.0.113.9 | X-Forwarded-For: 127.0.0.1",
                "X-Real-IP: nonsense | X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1 | X-Forwarded-For: 203.0.113.9",
                "Forwarded: for=unknown",
                "Forwarded: for=_hidden",
                "Forwarded: by=127.0.0.1",
                "Forwarded: for=127.0.0.1;for=127.0.0.1",
                "Forwarded: for=203.0.113.9;host=\"a, for=127.0.0.1;b\"",
                "Forwarded: for=203.0.113.9;host=\"a, for=127.0.0.1\"",
            })
    void ofATrustedProxyThatDoesNotSayClearlyWhoAsksNobodyIsLocal(String headers) {
        assertThat(trusting.of(LOOPBACK, false, headers(headers))).isEmpty();
    }
}
