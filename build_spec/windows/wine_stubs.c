/* Three system DLLs that every Windows 10 has and Wine 8 lacks in part, for a Wine prefix alone.
 *
 * They must never stand beside the program: on a real PC they would be taken instead of the system's.
 * Each is built from this file with its own macro.
 */

#include <windows.h>

#define GIVE_NOTHING(name) __declspec(dllexport) void *name(void) { return NULL; }

#ifdef STUB_ICUUC
GIVE_NOTHING(ucnv_open)
GIVE_NOTHING(ucnv_close)
GIVE_NOTHING(ucnv_reset)
GIVE_NOTHING(ucnv_getMaxCharSize)
GIVE_NOTHING(ucnv_getName)
GIVE_NOTHING(ucnv_getToUCallBack)
GIVE_NOTHING(ucnv_getFromUCallBack)
GIVE_NOTHING(ucnv_setToUCallBack)
GIVE_NOTHING(ucnv_setFromUCallBack)
GIVE_NOTHING(ucnv_cbToUWriteUChars)
GIVE_NOTHING(ucnv_cbFromUWriteUChars)
GIVE_NOTHING(ucnv_toUnicode)
GIVE_NOTHING(ucnv_fromUnicode)
GIVE_NOTHING(ucnv_toUCountPending)
GIVE_NOTHING(ucnv_fromUCountPending)
GIVE_NOTHING(ucnv_getStandardName)
GIVE_NOTHING(ucnv_getAvailableName)
GIVE_NOTHING(ucnv_countAvailable)
GIVE_NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
GIVE_NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
#endif

#ifdef STUB_MSCMS
GIVE_NOTHING(OpenColorProfileA)
GIVE_NOTHING(OpenColorProfileW)
GIVE_NOTHING(CloseColorProfile)
GIVE_NOTHING(GetColorProfileFromHandle)
GIVE_NOTHING(WcsCreateIccProfile)
GIVE_NOTHING(WcsOpenColorProfileW)
GIVE_NOTHING(GetColorDirectoryW)
GIVE_NOTHING(GetStandardColorSpaceProfileW)
GIVE_NOTHING(EnumColorProfilesW)
GIVE_NOTHING(IsColorProfileValid)
GIVE_NOTHING(CreateMultiProfileTransform)
GIVE_NOTHING(DeleteColorTransform)
GIVE_NOTHING(TranslateBitmapBits)
#endif

#ifdef STUB_BCRYPTPRIMITIVES
BOOLEAN NTAPI SystemFunction036(void *buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T length)
{
    return SystemFunction036(buffer, (ULONG)length);
}
#endif
