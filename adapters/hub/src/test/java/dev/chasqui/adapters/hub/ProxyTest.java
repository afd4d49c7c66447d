package dev.chasqui.adapters.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Downloads through a proxy. */
class ProxyTest extends HubCase {
    /** The credentials {@code me:p@ss:w+ord} in a header. */
    private static final String SHOWN = "Basic bWU6cEBzczp3K29yZA==";

    @Test
    void aModelComesByWayOfTheProxy() throws Exception {
        try (StandInProxy proxy = new StandInProxy(502)) {
            String url = "http://me:p%40ss:w+ord@127.0.0.1:" + proxy.port() + "/";
            assertIs(fetch(MODEL, by(server.url(), Map.of("HTTP_PROXY", url))), CONTENT);

            assertThat(proxy.asked())
                    .hasSameSizeAs(server.requests())
                    .allSatisfy(
                            asked -> {
                                assertThat(asked.line()).startsWith("GET " + server.url() + "/");
                                assertThat(asked.header("Proxy-Authorization")).contains(SHOWN);
                            });
            assertThat(server.requests())
                    .allSatisfy(
                            request -> assertThat(request.header("proxy-authorization")).isEmpty());
        }
    }

    @Test
    void aHostThatNeedsNoProxyIsAskedItself() throws Exception {
        try (StandInProxy proxy = new StandInProxy(502)) {
            HubSettings settings =
                    by(
                            server.url(),
                            Map.of(
                                    "http_proxy",
                                    "127.0.0.1:" + proxy.port(),
                                    "NO_PROXY",
                                    "example.com, 127.0.0.1"));
            assertIs(fetch(MODEL, settings), CONTENT);
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @Test
    void aSafeAddressIsAskedThroughATunnel() throws Exception {
        try (StandInProxy proxy = new StandInProxy(502)) {
            String url = "http://me:p%40ss:w%2Bord@127.0.0.1:" + proxy.port();
            HubException failure =
                    failure(MODEL, by("https://hub.example", Map.of("https_proxy", url)));

            assertThat(failure.getMessage())
                    .contains("502", "through the proxy 127.0.0.1:" + proxy.port())
                    .doesNotContain("p@ss", "p%40ss");
            assertThat(proxy.asked())
                    .isNotEmpty()
                    .allSatisfy(
                            asked -> {
                                assertThat(asked.line())
                                        .isEqualTo("CONNECT hub.example:443 HTTP/1.1");
                                assertThat(asked.header("Proxy-Authorization")).contains(SHOWN);
                                assertThat(asked.header("Authorization")).isEmpty();
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatWantsOtherCredentialsSaysSo(String scheme) throws Exception {
        try (StandInProxy proxy = new StandInProxy(407)) {
            String url = "http://me:word@127.0.0.1:" + proxy.port();
            String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
            HubException failure =
                    failure(MODEL, by(scheme + "://hub.example", Map.of(variable, url)));

            assertThat(failure.reason()).isEqualTo(HubException.Reason.REFUSED);
            assertThat(failure.getMessage())
                    .contains("the proxy 127.0.0.1:" + proxy.port() + " answers 407", variable)
                    .doesNotContain("word");
            assertThat(proxy.asked()).hasSize(1);
        }
    }

    private HubSettings by(String hub, Map<String, String> environment) {
        return new HubSettings(
                HubEndpoint.parse(hub),
                Optional.of(new HubToken(SECRET)),
                cache(),
                QUICK,
                false,
                HubProxies.fromEnvironment(environment));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://huggingface.co/x     | other.example          | true
                    https://huggingface.co/x     | *                      | false
                    https://huggingface.co/x     | a.example,*            | false
                    https://huggingface.co/x     | huggingface.co         | false
                    https://huggingface.co/x     | .HuggingFace.co        | false
                    https://cdn.huggingface.co/x | huggingface.co         | false
                    https://cdn.huggingface.co/x | .huggingface.co        | false
                    https://cdn.huggingface.co/x | *.huggingface.co       | false
                    https://nohuggingface.co/x   | huggingface.co         | true
                    https://huggingface.co/x     | a.b  huggingface.co    | false
                    https://huggingface.co/x     | huggingface.co:443     | false
                    https://huggingface.co:8443/ | huggingface.co:443     | true
                    https://[::1]:8443/          | ::1                    | false
                    https://[::1]:8443/          | [::1]:8443             | false
                    https://huggingface.co/x     | ,                      | true
                    """)
    void whatIsAskedDirectlyIsNamed(URI address, String direct, boolean proxied) {
        HubProxies proxies =
                HubProxies.fromEnvironment(
                        Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", direct));
        assertThat(proxies.of(address).isPresent()).isEqualTo(proxied);
    }

    @Test
    void eachKindOfAddressHasAProxyOfItsOwnAndSmallLettersWin() {
        HubProxies proxies =
                HubProxies.fromEnvironment(
                        Map.of(
                                "HTTP_PROXY", "http://upper:1",
                                "http_proxy", "http://lower:1",
                                "HTTPS_PROXY", "proxy.example",
                                "https_proxy", " "));

        assertThat(proxies.of(URI.create("http://a"))).map(HubProxy::toString).contains("lower:1");
        assertThat(proxies.of(URI.create("https://a")))
                .map(HubProxy::toString)
                .contains("proxy.example:80");
        assertThat(HubProxies.fromEnvironment(Map.of())).isEqualTo(HubProxies.NONE);
        assertThat(HubProxies.NONE.selector()).isEmpty();
    }

    @Test
    void credentialsAreNotShown() {
        HubSettings settings =
                HubSettings.fromEnvironment(Map.of("https_proxy", "http://me:word@proxy:3128"));

        assertThat(settings.toString()).contains("proxy:3128").doesNotContain("word");
        assertThat(settings.withCache(temp).proxies().direct()).isEqualTo(List.of());
        assertThat(settings.withCache(temp).proxies().secure()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:word@proxy:1",
                "socks5://me:word@proxy",
                "http://me:word@",
                "http://me:word@proxy:0",
                "http://me:word@proxy:99999",
                "me:word@proxy:port",
                "http://me:%zz@proxy"
            })
    void aProxyThatIsNoneIsRefusedWithoutShowingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubProxies.fromEnvironment(Map.of("https_proxy", text)))
                .withMessageContaining("HTTPS_PROXY (expected: http://HOST:PORT")
                .withMessageNotContaining("word")
                .withNoCause();
    }
}
