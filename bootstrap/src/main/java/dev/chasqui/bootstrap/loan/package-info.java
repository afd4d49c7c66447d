/** The services that plug-ins are lent, as the loader of plug-ins takes them. */
@NullMarked
package dev.chasqui.bootstrap.loan;

import org.jspecify.annotations.NullMarked;
