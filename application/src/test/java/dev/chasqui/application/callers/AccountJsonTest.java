package dev.chasqui.application.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

class AccountJsonTest {

    private static Json json(String text) {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Json.Obj object(String text) {
        return (Json.Obj) json(text);
    }

    @Test
    void limitsAreReadAsClientsWriteThem() {
        List<Limit> limits =
                AccountJson.limits(
                        json("{\"requests\":\"5/1m\",\"tokens\":\"100000/1d\",\"concurrency\":2}"));

        assertThat(limits)
                .containsExactly(
                        new Limit.Requests(5, Duration.ofMinutes(1)),
                        new Limit.Tokens(100_000, Duration.ofDays(1)),
                        new Limit.Concurrency(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requests\":\"5/1m\",\"tokens\":\"100000/1d\",\"concurrency\":2}",
                "[{\"requests\":\"5/1m\"},{\"requests\":\"100/7d\",\"concurrency\":1}]",
                "{\"tokens\":\"7/1h30m\"}",
                "[]"
            })
    void limitsAreWrittenAsTheyWereRead(String text) {
        assertThat(AccountJson.json(AccountJson.limits(json(text)))).hasToString(text);
    }

    @Test
    void nullIsNoLimit() {
        assertThat(AccountJson.limits(Json.Null.NULL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'requests':'0/1m'} | limits.requests",
                "{'requests':'5'} | limits.requests",
                "{'requests':'5/m'} | limits.requests",
                "{'requests':'5/0s'} | limits.requests",
                "{'requests':'5/999999999d'} | limits.requests",
                "{'requests':'-5/1m'} | limits.requests",
                "{'requests':'9999999999999999/1m'} | limits.requests",
                "{'requests':5} | limits.requests",
                "{'requests':null} | limits.requests",
                "{'tokens':'1.5/1m'} | limits.tokens",
                "{'concurrency':0} | limits.concurrency",
                "{'concurrency':1.5} | limits.concurrency",
                "{'concurrency':1e400} | limits.concurrency",
                "{'concurrency':'2'} | limits.concurrency",
                "{'rpm':5} | limits.rpm",
                "[5] | limits[0]",
                "[{'requests':'5/1m'},{'tokens':[]}] | limits[1].tokens",
                "5 | limits"
            })
    void aWrongLimitIsNamed(String text, String member) {
        assertThatThrownBy(() -> AccountJson.limits(json(text.replace('\'', '"'))))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith(member + ": ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void aBudgetHasUsualParts() {
        assertThat(AccountJson.budget(object("{\"amount\":10.5}")))
                .isEqualTo(
                        new Budget(
                                Money.of(new BigDecimal("10.5")),
                                Budget.Period.MONTH,
                                0.75,
                                Budget.Hard.BLOCK_ALL));
    }

    @Test
    void aBudgetIsWrittenAsItWasRead() {
        String text = "{\"amount\":0.000000001,\"per\":\"week\",\"soft\":0.5,\"hard\":\"warn\"}";

        assertThat(AccountJson.json(AccountJson.budget(object(text)))).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | budget.amount",
                "{'amount':0} | budget.amount",
                "{'amount':-1} | budget.amount",
                "{'amount':'10'} | budget.amount",
                "{'amount':1e999999999} | budget.amount",
                "{'amount':1e-999999999} | budget.amount",
                "{'amount':1,'per':'year'} | budget.per",
                "{'amount':1,'per':5} | budget.per",
                "{'amount':1,'soft':1.1} | budget.soft",
                "{'amount':1,'soft':75} | budget.soft",
                "{'amount':1,'hard':'BLOCK_ALL'} | budget.hard",
                "{'amount':1,'currency':'USD'} | budget.currency"
            })
    void aWrongBudgetIsNamed(String text, String member) {
        assertThatThrownBy(() -> AccountJson.budget(object(text.replace('\'', '"'))))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith(member + ": ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void grantsAreWrittenAsTheyWereRead() {
        String text =
                "{\"models\":[\"gpt-*\"],\"kinds\":[\"chat\",\"embedding\"],"
                        + "\"agents\":[\"rag(k<=10)\"],\"collections\":[],"
                        + "\"zones\":[\"restricted\"],\"priority\":-3}";

        Grants grants = AccountJson.grants(object(text));

        assertThat(grants.kinds().orElseThrow())
                .containsExactlyInAnyOrder(ModelKind.CHAT, ModelKind.EMBEDDING);
        assertThat(grants.zones().orElseThrow()).containsExactly(Zone.RESTRICTED);
        assertThat(grants.priority()).isEqualTo(OptionalInt.of(-3));
        assertThat(AccountJson.json(grants)).hasToString(text);
    }

    @Test
    void missingGrantsBoundNothing() {
        assertThat(AccountJson.grants(object("{\"name\":\"ana\",\"models\":null}")))
                .isEqualTo(Grants.ALL);
        assertThat(AccountJson.json(Grants.ALL)).hasToString("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'models':'gpt-*'} | models",
                "{'models':[5]} | models[0]",
                "{'models':['']} | models[0]",
                "{'kinds':['chat','dance']} | kinds[1]",
                "{'agents':['rag(']} | agents",
                "{'zones':['cloud']} | zones[0]",
                "{'priority':'high'} | priority",
                "{'priority':99999999999} | priority"
            })
    void wrongGrantsAreNamed(String text, String member) {
        assertThatThrownBy(() -> AccountJson.grants(object(text.replace('\'', '"'))))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith(member + ": ")
                .hasMessageContaining("(expected: ");
    }
}
