package dev.chasqui.bootstrap.governance;

import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.callers.CallerScope;
import dev.chasqui.application.limits.CallerScopes;
import dev.chasqui.application.limits.LimitedScope;
import dev.chasqui.domain.exchange.Caller;

import java.util.List;

/**
 * The limits and budgets of stored keys, users and teams.
 *
 * @param directory knows them without asking the database
 */
record StoredScopes(CallerDirectory directory) implements CallerScopes {

    @Override
    public List<LimitedScope> of(Caller caller, String model) {
        return directory.scopes(caller).stream()
                .filter(scope -> !scope.limits().isEmpty() || scope.budget().isPresent())
                .map(StoredScopes::limited)
                .toList();
    }

    private static LimitedScope limited(CallerScope scope) {
        return new LimitedScope(scope.id(), scope.whose(), scope.limits(), scope.budget());
    }
}
