/** The ports to what is stored about callers: users, keys, the ledger and the audit entries. */
@NullMarked
package dev.chasqui.application.port.callers;

import org.jspecify.annotations.NullMarked;
