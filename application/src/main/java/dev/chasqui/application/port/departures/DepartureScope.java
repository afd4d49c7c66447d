package dev.chasqui.application.port.departures;

import java.util.List;
import java.util.function.Supplier;

/**
 * The causes of the calls that the present thread makes.
 *
 * <p>A cause is bound to the thread rather than handed on, since each way to a backend ends in its
 * HTTP client: so no ability of a backend can be called past the ledger, and none has to know of
 * it. Work that is moved to another thread takes {@link #present} along.
 */
public final class DepartureScope {
    private static final ScopedValue<List<DepartureCause>> CAUSES = ScopedValue.newInstance();

    private DepartureScope() {}

    /**
     * Returns the result of a call; the calls of backends within it have these causes.
     *
     * @param causes several if one call is made for several requests
     */
    public static <T> T call(List<DepartureCause> causes, Supplier<T> call) {
        return ScopedValue.where(CAUSES, List.copyOf(causes)).call(call::get);
    }

    /** Returns the causes of the present thread's calls; none outside {@link #call}. */
    public static List<DepartureCause> present() {
        return CAUSES.orElse(List.of());
    }
}
