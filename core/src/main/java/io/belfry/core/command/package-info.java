/** What programs and scripts ask for, by the original's names: read, checked and carried out. */
package io.belfry.core.command;
