package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** A backend's key is removed from errors in all its spellings, and nothing else is. */
class HiddenKeyTest {
    private static final String SECRET = "sk-a/b+c\"d<e&f'1234567";

    private final HiddenKey key = of(SECRET);

    @Test
    void theKeyIsHiddenPlainAndBehindBearer() {
        assertThat(key.redact("no " + SECRET + ", no")).isEqualTo("no ***, no");
        assertThat(key.redact("Authorization: bearer " + SECRET))
                .isEqualTo("Authorization: bearer ***");
        assertThat(key.redact(SECRET + SECRET)).isEqualTo("******");
    }

    @Test
    void theKeyIsHiddenWhereJsonOrAnAddressEscapesIt() {
        String plain = SECRET.replace("\"", "\\\"");
        String slashes = plain.replace("/", "\\/");
        String asGoDoes =
                plain.replace("<", "\\u003c").replace("&", "\\u0026").replace("'", "\\u0027");
        String within = plain.replace("\\", "\\\\").replace("\"", "\\\"");
        String address = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        for (String form :
                new String[] {
                    plain, slashes, asGoDoes, within, address, address.toLowerCase(Locale.ROOT)
                }) {
            assertThat(key.redact("{\"m\":\"" + form + "\"}")).isEqualTo("{\"m\":\"***\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "user:", "Bearer "})
    void theKeyIsHiddenInBase64WhateverStandsBeforeIt(String before) {
        byte[] said = (before + SECRET + "!").getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder :
                new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            String hidden = key.redact(encoder.encodeToString(said));
            assertThat(hidden).contains("***").hasSizeLessThan(18);
        }
    }

    @Test
    void aWordThatServesAsAKeyIsHiddenBehindBearerAlone() {
        HiddenKey none = of("none");
        assertThat(none.redact("Bearer none is none of ours"))
                .isEqualTo("Bearer *** is none of ours");
        assertThat(none.redact("{\"authorization\":\"Bearer none\"}"))
                .isEqualTo("{\"authorization\":\"Bearer ***\"}");
    }

    @Test
    void whatIsCutWithinTheKeyShowsNoBeginningOfIt() {
        assertThat(key.redact("no " + SECRET.substring(0, 9) + "…")).isEqualTo("no ***…");
        assertThat(key.redact("nothing of that…")).isEqualTo("nothing of that…");
    }

    @Test
    void aTextWithoutTheKeyIsTheSame() {
        byte[] text = "sk-a is no key, größer".getBytes(StandardCharsets.UTF_8);
        assertThat(key.redact(text)).isSameAs(text);
        assertThat(HiddenKey.of(Optional.empty()).redact(text)).isSameAs(text);
    }

    @Test
    void everyMemberOfAFailureIsWithoutTheKey() {
        FailureException refused =
                key.redact(
                        new FailureException(
                                new Failure.BackendRefused(
                                        "b",
                                        400,
                                        SECRET,
                                        Optional.of(SECRET),
                                        Optional.of(SECRET),
                                        Optional.of(SECRET),
                                        Optional.empty())));
        FailureException broke =
                key.redact(
                        new FailureException(
                                new Failure.BackendBroke("b", SECRET, Optional.of(SECRET))));
        assertThat(refused.failure().toString() + broke.failure()).doesNotContain("sk-a");
        assertThat(refused).hasMessage("***");
    }

    private static HiddenKey of(String secret) {
        return HiddenKey.of(Optional.of(new ServerKey(secret)));
    }
}
