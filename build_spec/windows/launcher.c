/* The program's .exe: hands its arguments to the Python that stands in the folder beside it.
 *
 * Built twice: for the window (no console) and, with -DCONSOLE, as the command line.  It unpacks nothing, starts no
 * second process and holds no code of the application; python311.dll is loaded from its full path, so that no other
 * Python of the PC is ever taken.  What Python needs to know about folders stands in python311._pth beside the DLL.
 */

#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <wchar.h>

#define PATH_MOST 32768

typedef int (*PyMain)(int, wchar_t **);

static int fail(const wchar_t *what)
{
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", what);
#else
    MessageBoxW(NULL, what, L"任务台账", MB_OK | MB_ICONERROR);
#endif
    return 2;
}

static int start(void)
{
    static wchar_t dll[PATH_MOST];
    int given = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &given);
    DWORD length = GetModuleFileNameW(NULL, dll, PATH_MOST - 32);
    wchar_t *name = length ? wcsrchr(dll, L'\\') : NULL;

    if (words == NULL || given < 1 || name == NULL)
        return fail(L"程序无法启动：系统没有提供启动参数。请重新启动电脑后再试。");
    wcscpy(name + 1, L"python\\python311.dll");

    HMODULE python = LoadLibraryExW(dll, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    PyMain run = python ? (PyMain)(void (*)(void))GetProcAddress(python, "Py_Main") : NULL;
    if (run == NULL)
        return fail(L"程序文件不完整：找不到 python 文件夹里的 python311.dll，可能被杀毒软件隔离。"
                    L"请重新安装；台账在您自己的文件夹里，不受影响。");

    /* -B: nothing is ever written beside the program. */
    static const wchar_t *fixed[] = {L"-B", L"-X", L"utf8", L"-m", L"start_program"};
    int count = (int)(sizeof fixed / sizeof *fixed);
    wchar_t **all = calloc((size_t)(given + count + 1), sizeof *all);
    if (all == NULL)
        return fail(L"程序无法启动：内存不足。请关闭一些程序后再试。");
    all[0] = words[0];
    for (int i = 0; i < count; i++)
        all[1 + i] = (wchar_t *)fixed[i];
    for (int i = 1; i < given; i++)
        all[count + i] = words[i];
    return run(given + count, all);
}

#ifdef CONSOLE
int wmain(void)
{
    return start();
}
#else
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    (void)instance, (void)before, (void)line, (void)show;
    return start();
}
#endif
