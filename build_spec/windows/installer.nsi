; The per-user installer.  build_spec/windows/installer.py gives the names in capitals by /D.
; Upgrading deletes the old program's own folders and files, by name, and nothing else: whatever a user keeps in the
; folder of installation stays.  Ledgers lie elsewhere and are never looked at.
Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"
!include "LogicLib.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PACKAGE}"
!define FILE_CLASS "RenwuTaizhang.Ledger"
!define STARTER "任务台账.exe"

Name "任务台账"
OutFile "${OUT_FILE}"
InstallDir "$LOCALAPPDATA\Programs\${PACKAGE}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "任务台账 ${VERSION}"

VIProductVersion "${VERSION_DOTS}"
VIFileVersion "${VERSION_DOTS}"
VIAddVersionKey /LANG=2052 "ProductName" "任务台账"
VIAddVersionKey /LANG=2052 "FileDescription" "任务台账安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "任务台账"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${STARTER}"
!define MUI_FINISHPAGE_RUN_TEXT "打开任务台账"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A file of a program that runs cannot be opened for writing: so it shows before anything is changed.
!macro STOP_IF_HELD FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      Call ${UN}TellRunning
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro STOP_IF_RUNNING
  !insertmacro STOP_IF_HELD "${STARTER}"
  !insertmacro STOP_IF_HELD "ledger-app.exe"
  !insertmacro STOP_IF_HELD "python\python311.dll"
!macroend

!macro TELL_RUNNING
  SetErrorLevel 3
  MessageBox MB_OK|MB_ICONEXCLAMATION "任务台账正在运行，程序文件没有改动。$\r$\n请先关闭任务台账的窗口，再重新运行。" /SD IDOK
!macroend

!macro DELETE_PROGRAM
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\site"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\${STARTER}"
  Delete "$INSTDIR\ledger-app.exe"
  Delete "$INSTDIR\版本.txt"
!macroend

!define UN ""
Function TellRunning
  !insertmacro TELL_RUNNING
FunctionEnd

Section "任务台账（必需）" MAIN
  SectionIn RO
  !insertmacro STOP_IF_RUNNING
  !insertmacro DELETE_PROGRAM
  SetOutPath "$INSTDIR"
  SetOverwrite on
  File /r "${PROGRAM}/*"
  WriteUninstaller "$INSTDIR\卸载.exe"

  CreateShortcut "$SMPROGRAMS\任务台账.lnk" "$INSTDIR\${STARTER}"

  WriteRegStr HKCU "Software\Classes\.ledger" "" "${FILE_CLASS}"
  WriteRegStr HKCU "Software\Classes\${FILE_CLASS}" "" "任务台账"
  WriteRegStr HKCU "Software\Classes\${FILE_CLASS}\DefaultIcon" "" "$INSTDIR\${STARTER},0"
  WriteRegStr HKCU "Software\Classes\${FILE_CLASS}\shell\open\command" "" '"$INSTDIR\${STARTER}" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "任务台账"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${STARTER},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "任务台账"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "桌面图标" DESKTOP
  CreateShortcut "$DESKTOP\任务台账.lnk" "$INSTDIR\${STARTER}"
SectionEnd

!undef UN
!define UN "un."
Function un.TellRunning
  !insertmacro TELL_RUNNING
FunctionEnd

Section "Uninstall"
  !insertmacro STOP_IF_RUNNING
  !insertmacro DELETE_PROGRAM
  RMDir /r "$INSTDIR\ocr"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"

  Delete "$SMPROGRAMS\任务台账.lnk"
  Delete "$DESKTOP\任务台账.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.ledger" ""
  StrCmp $0 "${FILE_CLASS}" 0 +2
    DeleteRegKey HKCU "Software\Classes\.ledger"
  DeleteRegKey HKCU "Software\Classes\${FILE_CLASS}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
