package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class OpenCallsTest {

    @Test
    void oneExchangeCannotTakeAll() {
        OpenCalls calls = new OpenCalls(1_000);
        AtomicInteger greedy = new AtomicInteger();
        List<OpenCalls.Place> places = new ArrayList<>();
        for (int i = 0; i < OpenCalls.MOST_OF_ONE; i++) {
            places.add(calls.enter(greedy));
        }

        assertThatThrownBy(() -> calls.enter(greedy)).hasMessageContaining("64 times at once");
        calls.enter(new AtomicInteger()).close();
        places.getFirst().close();
        places.getFirst().close();
        calls.enter(greedy).close();
        assertThat(greedy).hasValue(OpenCalls.MOST_OF_ONE - 1);
    }

    @Test
    void allTogetherCannotTakeMoreThanThereAre() {
        OpenCalls calls = new OpenCalls(1);
        OpenCalls.Place place = calls.enter(new AtomicInteger());
        AtomicInteger second = new AtomicInteger();

        assertThatThrownBy(() -> calls.enter(second))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class))
                .hasMessageContaining("all 1 connections");
        assertThat(second).hasValue(0);
        place.close();
        calls.enter(second).close();
    }
}
