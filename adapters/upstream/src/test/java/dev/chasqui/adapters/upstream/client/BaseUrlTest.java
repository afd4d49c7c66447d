package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:11434,          http://localhost:11434",
        "http://localhost:11434/,         http://localhost:11434",
        "http://localhost:8080/v1,        http://localhost:8080",
        "http://localhost:8080/v1/,       http://localhost:8080",
        "http://localhost:8080//v1//,     http://localhost:8080",
        "HTTPS://api.example.com/v1,      https://api.example.com",
        "https://api.example.com:443,     https://api.example.com",
        "http://api.example.com:443,      http://api.example.com:443",
        "https://gate.example/openai/v1,  https://gate.example/openai",
        "https://gate.example/v1/openai,  https://gate.example/v1/openai",
        "https://gate.example/dev1,       https://gate.example/dev1",
        "http://gpu_box:8000,             http://gpu_box:8000",
        "http://[::1]:8080/v1,            http://[::1]:8080"
    })
    void aUrlIsTakenAsPeopleWriteIt(String written, String meant) {
        assertThat(BaseUrl.parse(written)).hasToString(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gpu,                     /v1/models,            http://gpu/v1/models",
        "http://gpu/v1,                  /v1/models,            http://gpu/v1/models",
        "http://gpu/openai/v1,           /v1/models?a=/v1/,     http://gpu/openai/v1/models?a=/v1/",
        "http://gpu/v1beta/openai,       /v1/models?a=/v1/,    "
                + " http://gpu/v1beta/openai/models?a=/v1/",
        "http://gpu/v1beta/openai/,      /v1/chat/completions, "
                + " http://gpu/v1beta/openai/chat/completions",
        "http://gpu/api/paas/v4,         /v1/models,            http://gpu/api/paas/v4/models",
        "http://gpu/v1/tenants/7,        /v1/models,            http://gpu/v1/tenants/7/models",
        "http://gpu/v1beta/openai,       /tokenize,             http://gpu/v1beta/openai/tokenize",
        "http://gpu/dev1,                /v1/models,            http://gpu/dev1/v1/models",
        "http://gpu/vllm,                /v1/models,            http://gpu/vllm/v1/models",
        "http://gpu/V2,                  /v1/models,            http://gpu/V2/v1/models",
        "http://gpu/v2/llm/v1,           /v1/models,            http://gpu/v2/llm/v1/models",
        "http://gpu/v2/llm/v1/,          /v1/models,            http://gpu/v2/llm/v1/models",
        "http://gpu/v4/accounts/a/ai/v1, /v1/chat/completions, "
                + " http://gpu/v4/accounts/a/ai/v1/chat/completions",
        "http://gpu/v1alpha2,            /v1/models,            http://gpu/v1alpha2/models",
        "http://gpu/v100,                /v1/models,            http://gpu/v100/v1/models",
        "http://gpu/v8engine,            /v1/models,            http://gpu/v8engine/v1/models"
    })
    void anAddressWithAVersionOfItsOwnGetsNoOther(String written, String path, String asked) {
        assertThat(BaseUrl.parse(written).withOwnVersion().at(path)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/audio/transcriptions,     /base/inference",
        "/v1/audio/transcriptions?a=b, /base/inference?a=b",
        "/v1/audio/translations,       /base/audio/translations",
        "/v1,                          /base/v1",
        "/tokenize,                    /base/tokenize"
    })
    void aServerHasSomePathsElsewhere(String usual, String own) {
        BaseUrl url =
                BaseUrl.parse("http://gpu/base")
                        .with(Map.of("/v1/", "/", "/v1/audio/transcriptions", "/inference"));

        assertThat(url.pathOf(usual)).isEqualTo(own);
        assertThat(url.withoutApi().pathOf(usual)).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8080",
                "ftp://localhost",
                "http://",
                "http://user:hidden@host",
                "http://host?key=hidden",
                "http://host/#x",
                "http://host:99999",
                "http://host:0",
                "http://host:abc",
                "http://ho st",
                "http://host/a b",
                "http://host/\r\nX: y"
            })
    void whatIsNoUrlOfAServerIsRefused(String written) {
        assertThatThrownBy(() -> BaseUrl.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url: ");
    }

    @Test
    void aPasswordInAUrlDoesNotShowInTheMessage() {
        assertThatThrownBy(() -> BaseUrl.parse("http://user:hidden@host"))
                .hasMessageContaining("http://...@host")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "llm.localhost",
                "gpu.local",
                "gpu.corp.internal",
                "host.docker.internal",
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.0.1",
                "[::1]",
                "[fd00::1]",
                "[fc12:3456::1]",
                "[fe80::1]",
                "[::ffff:10.0.0.1]"
            })
    void aHostThatIsSurelyNearIsRestricted(String host) {
        assertThat(BaseUrl.parse("http://" + host).zone()).isEqualTo(Zone.RESTRICTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.openai.com",
                "gpu1",
                "localhost.example.com",
                "notlocal",
                "internal",
                "172.32.0.1",
                "172.15.0.1",
                "192.169.0.1",
                "11.0.0.1",
                "100.64.0.1",
                "10.0.0.1.example.com",
                "[2001:db8::1]",
                "[::ffff:8.8.8.8]"
            })
    void anyOtherHostIsOpen(String host) {
        assertThat(BaseUrl.parse("http://" + host).zone()).isEqualTo(Zone.OPEN);
    }
}
