/** What smart meters tell their customers over the HAN port: DLMS/COSEM notifications, IEC 62056. */
@NullMarked
package az.ocaq.decode.dlms;

import org.jspecify.annotations.NullMarked;
