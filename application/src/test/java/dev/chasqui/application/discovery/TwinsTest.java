package dev.chasqui.application.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.registry.ServerEntry;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The comparison of a discovered server, which is here and at 10.0.0.5, with others. */
class TwinsTest {
    private static final Twins TWINS =
            new Twins(
                    Map.of("gpu1", all("10.0.0.7", "10.0.0.5"), "here", all("10.0.0.1")),
                    all("10.0.0.1", "10.0.0.2"));

    private static Set<InetAddress> all(String... addresses) {
        return Stream.of(addresses).map(InetAddress::ofLiteral).collect(Collectors.toSet());
    }

    private static ServerEntry server(String id, String url) {
        return new ServerEntry(
                id, url, Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private static boolean isTwin(String url) {
        Announcement service =
                new Announcement(
                        new Announcement.Id("10.0.0.1", "_ollama._tcp", "desk"),
                        all("10.0.0.2", "10.0.0.5").stream().toList(),
                        "Desk.local",
                        11434,
                        false,
                        "");
        Discovered one = new Discovered(server("found", "http://10.0.0.2:11434"), service);
        return TWINS.beside(List.of(one), List.of(server("other", url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.2:11434",
                "https://10.0.0.2:11434/v1",
                "http://10.0.0.5:11434",
                "http://gpu1:11434",
                "http://localhost:11434",
                "http://[::1]:11434",
                "http://10.0.0.1:11434",
                "http://here:11434",
                "http://DESK.local.:11434",
                "http://unknown:11434"
            })
    void aServerWithThePortAndAnAddressOfAnotherIsThatOne(String url) {
        assertThat(isTwin(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.2:8080",
                "http://10.0.0.6:11434",
                "http://gpu1:8080",
                "http://unknown"
            })
    void aServerWithAnotherPortOrAddressIsAnother(String url) {
        assertThat(isTwin(url)).isFalse();
    }
}
