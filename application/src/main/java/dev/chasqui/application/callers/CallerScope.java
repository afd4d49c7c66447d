package dev.chasqui.application.callers;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Limit;

import java.util.List;
import java.util.Optional;

/**
 * A key, user or team for which requests are counted.
 *
 * @param id the unique id: {@code key/ID}, {@code user/NAME} or {@code team/NAME}
 * @param whose the words for messages, such as {@code user 'ana'}
 * @param limits its limits
 * @param budget its budget
 */
public record CallerScope(String id, String whose, List<Limit> limits, Optional<Budget> budget) {
    public CallerScope {
        limits = List.copyOf(limits);
    }
}
